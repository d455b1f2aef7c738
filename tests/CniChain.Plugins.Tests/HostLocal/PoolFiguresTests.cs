using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using CniChain.Plugins.Tests.Metering;

namespace CniChain.Plugins.Tests.HostLocal;

/// <summary>The metrics of pools; their network's name is this class's own, since everything of a process shares its meters.</summary>
public sealed class PoolFiguresTests : IDisposable
{
    private const string Network = "pool-figures";
    private const string First = "10.1.0.2-10.1.0.9";
    private const string Second = "10.2.0.2-10.2.0.254";

    private readonly IpamPlace _place = new();
    private readonly HostLocalPlugin _plugin = new();
    private readonly Meters _meters = new(Network);
    private readonly string _config;

    public PoolFiguresTests() => _config = IpamPlace.Network(IpamPlace.HostLocalIpam(
        """ "ranges": [[{ "subnet": "10.1.0.0/24", "rangeStart": "10.1.0.2", "rangeEnd": "10.1.0.9" }], [{ "subnet": "10.2.0.0/24", "rangeStart": "10.2.0.2" }]] """))
        .Replace("\"net\"", $"\"{Network}\"", StringComparison.Ordinal);

    public void Dispose()
    {
        _meters.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void Pools_ThroughAddDelOthersFilesAndGc_AreCountedRight()
    {
        _place.Add(_plugin, _config, "a");
        _place.Add(_plugin, _config, "b");
        AssertFigures(leases: 4, first: 2, second: 2);
        Assert.Equal((8.0, 253.0), (_meters.Read()[$"cni.ipam.pool.size {First}"], _meters.Read()[$"cni.ipam.pool.size {Second}"]));

        _place.Del(_plugin, _config, "a");
        AssertFigures(leases: 2, first: 1, second: 1);

        // What the reference plugin, or another process of ours, writes.
        var folder = Path.Combine(_place.Data, Network);
        File.WriteAllText(Path.Combine(folder, "10.1.0.7"), "x\neth0");
        File.WriteAllText(Path.Combine(folder, "192.0.2.1"), "x\neth0");
        _place.Add(_plugin, _config, "c");
        AssertFigures(leases: 6, first: 3, second: 2);

        _place.Gc(_plugin, _config, new Attachment("net", "c", "eth0"));
        AssertFigures(leases: 2, first: 1, second: 1);
        Assert.Equal(4, _meters.Read()["cni.gc.found lease"]);
    }

    [Fact]
    public void Pool_ThatIsExhausted_IsFull()
    {
        var config = IpamPlace.Network(IpamPlace.HostLocalIpam(""" "subnet": "10.3.0.0/30" """))
            .Replace("\"net\"", "\"pool-full\"", StringComparison.Ordinal);
        using var meters = new Meters("pool-full");
        _place.Add(_plugin, config, "a");
        IpamPlace.Fails(() => _place.Add(_plugin, config, "b"), CniErrorCode.TryAgainLater);

        var figures = meters.Read();
        Assert.Equal(1, figures["cni.ipam.pool.size 10.3.0.1-10.3.0.2"]);
        Assert.Equal(1, figures["cni.ipam.pool.used 10.3.0.1-10.3.0.2"]);
    }

    private void AssertFigures(int leases, int first, int second)
    {
        var figures = _meters.Read();
        Assert.Equal(
            (leases, first, second),
            ((int)figures["cni.ipam.leases"], (int)figures[$"cni.ipam.pool.used {First}"], (int)figures[$"cni.ipam.pool.used {Second}"]));
    }
}
