using System.CommandLine;
using CniChain.Linux;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain show CONTAINER</c>: an attachment as it is in the kernel, drawn: namespace, interface, veth, bridge, NAT.</summary>
internal static class ShowCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("show", "Draw a container's attachments as they are now: namespace, interface, veth, bridge, NAT.");
        var container = new Argument<string>("CONTAINER")
        {
            Description = "What the container's id begins with, or namespace/name of its pod.",
            HelpName = "CONTAINER",
        };
        container.CompletionSources.Add(_ => JournalView.ContainerIds(context));
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        command.Add(container);
        var filter = new FilterOptions(command, context).WithNetwork();
        command.Add(json);
        command.SetAction(parsed =>
        {
            var terminal = new Terminal(context, parsed.GetValue(json));
            try
            {
                return Run(context, terminal, parsed.GetRequiredValue(container), filter.Read(parsed));
            }
            catch (CniException e)
            {
                return terminal.Fail(e);
            }
            catch (LinuxException e)
            {
                return terminal.Fail(new CniException(CniErrorCode.IoFailure, e.Message, null, e));
            }
        });
        return command;
    }

    private static int Run(CommandContext context, Terminal terminal, string wanted, OperationFilter filter)
    {
        var all = JournalView.Read(context, filter.Network, terminal.Warn);
        var chosen = all.Where(a => a.Attachment.ContainerId == wanted || a.Pod.Title == wanted).ToList();
        if (chosen.Count == 0)
        {
            chosen = [.. all.Where(a => a.Attachment.ContainerId.StartsWith(wanted, StringComparison.Ordinal))];
        }

        var ids = chosen.Select(a => a.Attachment.ContainerId).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count != 1)
        {
            throw new CniException(
                CniErrorCode.UnknownContainer,
                ids.Count == 0
                    ? $"the journal knows no container \"{wanted}\"{(filter.Network is { } of ? $" of network {of}" : "")}; cnichain ps lists those it knows"
                    : $"\"{wanted}\" is the beginning of {ids.Count} containers' ids: {string.Join(", ", ids.Take(5))}; write more of it");
        }

        using var host = NetworkNamespace.OpenCurrent();
        var pictures = chosen.ConvertAll(a => AttachmentState.Read(a, host));
        if (terminal.Json)
        {
            terminal.WriteJson(StateJson.Write(pictures));
        }
        else
        {
            pictures.ForEach(p => StateView.Write(terminal.Output(), p, context.Time.GetUtcNow()));
        }

        return 0;
    }
}
