using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace CniChain.Plugins.Tests.Ipam;

/// <summary>Folders of a test's own in which IPAM plugins are called in process, as the host does.</summary>
internal sealed class IpamPlace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cnichain-ipam-").FullName;

    public IpamPlace() => Directory.CreateDirectory(State);

    /// <summary>What "DATA" in a configuration stands for.</summary>
    public string Data => Path.Combine(_root, "data");

    public string State => Path.Combine(_root, "state");

    public RecordingLog Log { get; } = new();

    /// <summary>The clock of the calls.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The lease folder of the network "net".</summary>
    public string Leases => Path.Combine(Data, "net");

    /// <summary>The names of the lease files, sorted; lock and round robin left out.</summary>
    public IEnumerable<string> LeaseNames => Files.Keys.Where(n => n != "lock" && !n.StartsWith("last_reserved_ip.", StringComparison.Ordinal));

    /// <summary>Every file of the network by name, with its content.</summary>
    public SortedDictionary<string, string> Files => new(
        Directory.Exists(Leases) ? Directory.GetFiles(Leases).ToDictionary(f => Path.GetFileName(f)!, File.ReadAllText) : [],
        StringComparer.Ordinal);

    /// <summary>Writes a lease file as somebody else might.</summary>
    public void WriteLease(string address, string content)
    {
        Directory.CreateDirectory(Leases);
        File.WriteAllText(Path.Combine(Leases, address), content);
    }

    /// <summary>A network's configuration around an "ipam" section.</summary>
    public static string Network(string ipam, string version = "1.0.0", string more = "") =>
        $$"""{ "cniVersion": "{{version}}", "name": "net", "type": "bridge", {{more}} "ipam": {{ipam}} }""";

    public static string HostLocalIpam(string keys) => $$"""{ "type": "host-local", "dataDir": "DATA", {{keys}} }""";

    public CniResult Add(ICniPlugin plugin, string config, string id = "c1", string ifName = "eth0", string args = "") =>
        Call(plugin.AddAsync, CniVerb.Add, config, new Attachment("net", id, ifName), args);

    public void Del(ICniPlugin plugin, string config, string id = "c1", string ifName = "eth0") =>
        Call(Verb(plugin.DelAsync), CniVerb.Del, config, new Attachment("net", id, ifName));

    public void Check(ICniPlugin plugin, string config, CniResult? previous, string id = "c1", string ifName = "eth0", string args = "") =>
        Call(Verb(plugin.CheckAsync), CniVerb.Check, config, new Attachment("net", id, ifName), args, previous);

    public void Status(ICniPlugin plugin, string config) => Call(Verb(plugin.StatusAsync), CniVerb.Status, config);

    public void Gc(ICniPlugin plugin, string config, params Attachment[] valid) =>
        Call(Verb(plugin.GcAsync), CniVerb.Gc, config, valid: valid);

    /// <summary>A call that has to fail.</summary>
    public static CniException Fails(Action call, CniErrorCode code)
    {
        var error = Assert.Throws<CniException>(call);
        Assert.Equal((code, error.Message), (error.Code, error.Message));
        return error;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static Func<CniContext, CancellationToken, Task<CniResult>> Verb(Func<CniContext, CancellationToken, Task> verb) =>
        async (context, token) =>
        {
            await verb(context, token);
            return CniResult.Empty;
        };

    private CniResult Call(
        Func<CniContext, CancellationToken, Task<CniResult>> verb,
        CniVerb name,
        string config,
        Attachment? attachment = null,
        string args = "",
        CniResult? previous = null,
        Attachment[]? valid = null)
    {
        using var json = JsonDocument.Parse(config.Replace("DATA", Data, StringComparison.Ordinal));
        using var nowhere = new SafeFileHandle(-1, ownsHandle: false);
        var context = new CniContext
        {
            Verb = name,
            Config = NetworkConfig.Parse(json.RootElement),
            Attachment = attachment,
            HostNetns = nowhere,
            Args = CniArgs.Parse(args),
            PrevResult = previous,
            ValidAttachments = valid ?? [],
            Ipam = NoIpam.Instance,
            Log = Log,
            StateDirectory = State,
            Time = Time,
        };
        return verb(context, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }
}
