using System.Text.Json;
using CniChain.Linux;

namespace CniChain.Testing;

/// <summary>A call of a plugin's method without a host, a runtime or root: what a <see cref="CniContext"/> is made of, with defaults that work.</summary>
/// <remarks>
/// Both namespaces are the test's own unless it gives others, so reading from the kernel works for anybody; a plugin that changes
/// something needs a <see cref="FakeKernel"/>, or a <see cref="TestNamespace"/> and with it root, or a user namespace around the tests
/// (<c>unshare -Urn</c>).
/// </remarks>
public sealed record FakeCall
{
    /// <summary>What is asked.</summary>
    public CniVerb Verb { get; init; } = CniVerb.Add;

    /// <summary>The plugin's configuration as JSON; "cniVersion", "name" and "type" are added when missing.</summary>
    public string Config { get; init; } = "{}";

    /// <summary>The container's id.</summary>
    public string ContainerId { get; init; } = "container1";

    /// <summary>The interface's name in the container.</summary>
    public string IfName { get; init; } = "eth0";

    /// <summary>The result of the plugins before; null for the first of a chain.</summary>
    public CniResult? PrevResult { get; init; }

    /// <summary>The container's namespace; null for the test's own.</summary>
    public NetworkNamespace? Netns { get; init; }

    /// <summary>The host's namespace; null for the test's own.</summary>
    public NetworkNamespace? HostNetns { get; init; }

    /// <summary>A fake kernel, whose namespaces stand for those that are null: <see cref="FakeKernel.Host"/>, and for the container a new
    /// one at each call of <see cref="ToContext"/>. Null for the running kernel.</summary>
    public FakeKernel? Kernel { get; init; }

    /// <summary>Whether the container's namespace has gone, as it may have at DEL.</summary>
    public bool NetnsIsGone { get; init; }

    /// <summary>CNI_ARGS.</summary>
    public CniArgs Args { get; init; } = CniArgs.Empty;

    /// <summary>GC: what is still valid.</summary>
    public IReadOnlyList<Attachment> ValidAttachments { get; init; } = [];

    /// <summary>The IPAM plugin; by default none is configured.</summary>
    public FakeIpam Ipam { get; init; } = new();

    /// <summary>What the plugin logs.</summary>
    public FakeLog Log { get; init; } = new();

    /// <summary>A folder for what the plugin keeps; the test makes and removes it.</summary>
    public string StateDirectory { get; init; } = Path.GetTempPath();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the context to hand to the plugin's method.</summary>
    /// <exception cref="JsonException">The configuration is not JSON.</exception>
    /// <exception cref="CniException">It is no configuration.</exception>
    public CniContext ToContext()
    {
        var config = NetworkConfig.Parse(WholeConfig());
        var hasAttachment = Verb is CniVerb.Add or CniVerb.Del or CniVerb.Check;
        var needsOwn = Kernel is null && (Netns is null || HostNetns is null);
        var own = needsOwn ? NetworkNamespace.OpenCurrent() : Kernel?.Host.Namespace;
        var netns = Netns ?? Kernel?.AddNamespace().Namespace ?? own;
        return new CniContext
        {
            Verb = Verb,
            Config = config,
            Attachment = hasAttachment ? new Attachment(config.Name, ContainerId, IfName) : null,
            NetnsPath = hasAttachment && !NetnsIsGone ? netns!.ProcPath : "",
            Netns = hasAttachment && !NetnsIsGone ? netns!.Handle : null,
            HostNetns = (HostNetns ?? own)!.Handle,
            Args = Args,
            PrevResult = PrevResult,
            ValidAttachments = ValidAttachments,
            Ipam = Ipam,
            Log = Log,
            StateDirectory = StateDirectory,
            Time = Time,
        };
    }

    private JsonElement WholeConfig()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Config)!.AsObject();
        json.TryAdd("cniVersion", "1.0.0");
        json.TryAdd("name", "testnet");
        json.TryAdd("type", "test");
        return JsonSerializer.SerializeToElement(json);
    }
}
