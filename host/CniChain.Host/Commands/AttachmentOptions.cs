using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CniChain.Host.Commands;

/// <summary>What add, del and check take besides the network: the container, and what the runtime would tell about it.</summary>
internal sealed class AttachmentOptions
{
    private readonly CommandContext _context;

    private readonly Argument<string?> _container = new("CONTAINER")
    {
        Description = "A process id, the path of a network namespace, or a name in /run/netns.",
        HelpName = "CONTAINER",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _pid = new("--pid") { Description = "A process of the container.", HelpName = "N" };

    private readonly Option<string?> _netns = new("--netns") { Description = "The path of the container's network namespace.", HelpName = "PATH" };

    private readonly Option<string?> _id = new("--id") { Description = "The container id. [made from the namespace's path, as cnitool does]" };

    private readonly Option<string?> _ifName = new("--ifname") { Description = "The interface in the container. [$CNI_IFNAME, eth0]", HelpName = "NAME" };

    private readonly Option<string?> _args = new("--args") { Description = "Arguments for the plugins. [$CNI_ARGS]", HelpName = "KEY=VALUE;..." };

    private readonly Option<string?> _capArgs = new("--cap-args") { Description = "Capability arguments as JSON. [$CAP_ARGS]", HelpName = "JSON" };

    private readonly Option<string[]> _publish = new("--publish", "-p")
    {
        Description = "Publish a port.",
        HelpName = "[HOSTIP:]PORT:CONTAINERPORT[/tcp|udp|sctp]",
    };

    private readonly Option<string[]> _ip = new("--ip") { Description = "Ask for this address.", HelpName = "ADDRESS" };

    private readonly Option<string?> _mac = new("--mac") { Description = "Ask for this hardware address.", HelpName = "MAC" };

    public AttachmentOptions(Command command, CommandContext context, ContainerNeed need)
    {
        _context = context;
        Network = new NetworkOptions(command, context, takesFile: need == ContainerNeed.Optional);
        _container.CompletionSources.Add(_ => ContainerTarget.Names());
        command.Add(_container);
        foreach (var option in (ReadOnlySpan<Option>)[_pid, _netns, _id, _ifName, _args, _capArgs, _publish, _ip, _mac])
        {
            command.Add(option);
        }

        command.Validators.Add(result => RequireOneTarget(result, need));
    }

    public NetworkOptions Network { get; }

    /// <summary>The container that is meant; one that is not there when none is named.</summary>
    public ContainerTarget Target(ParseResult parsed) => ContainerTarget.Of(
        parsed.GetValue(_netns) ?? parsed.GetValue(_pid)?.ToString(CultureInfo.InvariantCulture) ?? parsed.GetValue(_container),
        parsed.GetValue(_id));

    public string IfName(ParseResult parsed) => parsed.GetValue(_ifName) ?? Set("CNI_IFNAME") ?? "eth0";

    /// <summary>What is asked of the plugins.</summary>
    /// <exception cref="CniException">Code 4: names the option and what to write.</exception>
    public Wishes Wishes(ParseResult parsed) => new()
    {
        Args = parsed.GetValue(_args) ?? Set("CNI_ARGS") ?? "",
        Capabilities = Commands.Wishes.ReadCapabilities(parsed.GetValue(_capArgs) ?? Set("CAP_ARGS")),
        Ports = PortMapping.ParseAll(parsed.GetValue(_publish) ?? []),
        Ips = Commands.Wishes.ReadAddresses(parsed.GetValue(_ip) ?? []),
        Mac = parsed.GetValue(_mac),
    };

    private void RequireOneTarget(CommandResult result, ContainerNeed need)
    {
        var given = (result.GetResult(_container) is { Tokens.Count: > 0 } ? 1 : 0)
            + (result.GetResult(_pid) is null ? 0 : 1)
            + (result.GetResult(_netns) is null ? 0 : 1);
        if (given > 1)
        {
            result.AddError("CONTAINER, --pid and --netns name the same thing; give one of them");
        }
        else if (given == 0 && need != ContainerNeed.Optional && Network.IsGiven(result) && (need == ContainerNeed.Namespace || result.GetResult(_id) is null))
        {
            result.AddError(need == ContainerNeed.Namespace
                ? "which container? give CONTAINER, --pid or --netns"
                : "which container? give CONTAINER, --pid, --netns, or the --id it was attached with");
        }
    }

    private string? Set(string variable) => _context.Variable(variable) is { Length: > 0 } value ? value : null;
}
