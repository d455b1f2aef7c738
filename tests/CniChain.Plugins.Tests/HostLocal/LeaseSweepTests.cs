using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.HostLocal;

public sealed class LeaseSweepTests : IDisposable
{
    private static readonly string s_config = Network(HostLocalIpam(""" "subnet": "10.1.0.0/24" """), "1.1.0");

    private readonly HostLocalPlugin _plugin = new();
    private readonly IpamPlace _place = new();

    public LeaseSweepTests()
    {
        _place.Add(_plugin, s_config, "c1");
        _place.Add(_plugin, s_config, "c1", "eth1");
        _place.Add(_plugin, s_config, "c2");
        _place.WriteLease("10.1.0.9", "old");
        _place.WriteLease("10.1.0.10", "");
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Gc_SomeValid_KeepsThemAndTheFilesThatAreNoLeases()
    {
        _place.Gc(_plugin, s_config, new Attachment("net", "c1", "eth1"), new Attachment("net", "old", "eth7"));
        Assert.Equal(["10.1.0.3", "10.1.0.9", "last_reserved_ip.0", "lock"], _place.Files.Keys);
        _place.Check(_plugin, s_config, CniResult.Empty, "c1", "eth1");
    }

    [Fact]
    public void Gc_EmptyList_ReleasesEverything()
    {
        _place.Gc(_plugin, s_config);
        Assert.Equal(["last_reserved_ip.0", "lock"], _place.Files.Keys);
        Assert.Equal(5, _place.Log.Lines.Count(l => l.Contains("released", StringComparison.Ordinal)));
    }

    [Fact]
    public void Gc_AnotherNetworksFolder_IsLeftAlone()
    {
        var other = s_config.Replace("\"net\"", "\"net2\"", StringComparison.Ordinal);
        _place.Gc(_plugin, other);
        Assert.Equal(5, _place.LeaseNames.Count());
    }

    [Fact]
    public void Gc_WrongRanges_StillReleases()
    {
        _place.Gc(_plugin, Network(HostLocalIpam(""" "subnet": 5 """), "1.1.0"));
        Assert.Empty(_place.LeaseNames);
    }
}
