using System.CommandLine;
using CniChain.Linux;

namespace CniChain.Host.Commands;

/// <summary>One verb on one attachment, ready to be asked of the host.</summary>
internal sealed record AttachmentCall
{
    public required CommandContext Context { get; init; }

    public required NetworkList List { get; init; }

    public required ContainerTarget Target { get; init; }

    public required string IfName { get; init; }

    public required string CniPath { get; init; }

    public required RuntimeArguments Arguments { get; init; }

    /// <summary>"podnet/cnitool-0123/eth0".</summary>
    public string Name => new Attachment(List.Name, Target.Id, IfName).ToString();

    /// <summary>Finds the network and sorts the wishes.</summary>
    /// <param name="context">The world around.</param>
    /// <param name="options">The options.</param>
    /// <param name="parsed">What was typed.</param>
    /// <param name="terminal">Takes warnings.</param>
    /// <param name="strict">What the network would ignore is said: it would be missed after add, not after del.</param>
    /// <exception cref="CniException">Code 4 or 7: names the option or file and what to do.</exception>
    public static AttachmentCall Prepare(
        CommandContext context, AttachmentOptions options, ParseResult parsed, Terminal terminal, bool strict)
    {
        var list = options.Network.Find(parsed, terminal.Warn);
        var arguments = RuntimeArguments.Sort(options.Wishes(parsed), list, strict);
        if (strict)
        {
            foreach (var name in arguments.Unused)
            {
                terminal.Warn($"no plugin of {list.Name} declares the capability \"{name}\", so its arguments reach none");
            }
        }

        return new AttachmentCall
        {
            Context = context,
            List = list,
            Target = options.Target(parsed),
            IfName = options.IfName(parsed),
            CniPath = options.Network.CniPath(parsed),
            Arguments = arguments,
        };
    }

    /// <summary>Asks the host.</summary>
    public async Task<CniReply> ServeAsync(CniVerb verb, CancellationToken cancellationToken)
    {
        using var hostNetns = NetworkNamespace.OpenCurrent();
        return await Context.Serve(NewRequest(verb, hostNetns), cancellationToken);
    }

    /// <summary>What the host is asked.</summary>
    public CniRequest NewRequest(CniVerb verb, NetworkNamespace hostNetns) => new CniRequest
    {
        Command = Verbs.Name(verb),
        ContainerId = Target.Id,
        NetnsPath = Target.NetnsPath,
        IfName = IfName,
        Args = Arguments.Args,
        Path = CniPath,
        Config = NetworkRequest.Write(List, List.Version, Arguments),
        Environment = Context.Inherited,
        HostNetns = hostNetns,
        Stderr = Context.PluginError,
    };
}
