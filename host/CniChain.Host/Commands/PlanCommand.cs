using System.CommandLine;
using CniChain.Host.Planning;
using CniChain.Linux;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain plan</c>: says what an add would do, object by object, and does none of it.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandContext context) => AttachmentCommand.Create(
        context,
        "plan",
        "Say what add would make, change and use, and do none of it, as: cnichain plan podnet.conflist -p 8080:80",
        ContainerNeed.Optional,
        strict: true,
        RunAsync);

    private static async Task<int> RunAsync(AttachmentCall call, Terminal terminal, CancellationToken cancellationToken)
    {
        using var hostNetns = NetworkNamespace.OpenCurrent();
        using var netns = call.Target.NetnsPath.Length > 0 ? NetworkNamespace.OpenPath(call.Target.NetnsPath) : null;
        var request = call.NewRequest(CniVerb.Add, hostNetns) with { Netns = netns };
        var scope = call.Context.OpenScope(request);
        using var plugins = scope.Resolver;
        var chain = ChainReader.Read(RequestConfig.Read(request), null);
        var plan = new ChainPlan(scope, new Subject
        {
            Chain = chain,
            Attachment = new Attachment(chain.Network, call.Target.Id, call.IfName),
            NetnsPath = call.Target.NetnsPath,
            Netns = netns,
            Args = CniArgs.Parse(call.Arguments.Args),
        });
        await plan.RunAsync(cancellationToken);
        if (terminal.Json)
        {
            terminal.WriteJson(PlanJson.ToUtf8(call.Name, plan));
        }
        else
        {
            PlanView.Write(terminal, call.Name, plan);
        }

        return 0;
    }
}
