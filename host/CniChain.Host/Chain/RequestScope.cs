using CniChain.Linux;

namespace CniChain.Host;

/// <summary>What all calls of one request share.</summary>
internal sealed record RequestScope
{
    public required CniRequest Request { get; init; }

    public required ChainHostOptions Options { get; init; }

    public required StderrLog Log { get; init; }

    public required PluginResolver Resolver { get; init; }

    public required AttachmentJournal Journal { get; init; }

    /// <summary>Plugins with work between calls; null in a process that serves this request only.</summary>
    public ResidentPlugins? Residents { get; init; }

    public NetworkNamespace HostNetns => Request.HostNetns;
}
