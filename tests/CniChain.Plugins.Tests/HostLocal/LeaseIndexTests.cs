using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.HostLocal;

/// <summary>What the plugin remembers of a lease folder never hides what others have done to it since.</summary>
public sealed class LeaseIndexTests : IDisposable
{
    private static readonly string s_config = Network(HostLocalIpam(""" "subnet": "10.1.0.0/24" """));

    private readonly HostLocalPlugin _plugin = new();
    private readonly IpamPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Reference_AddsAndRemovesBetweenTwoCalls_IsSeen()
    {
        ReferenceIpam.Require("host-local");
        var config = s_config.Replace("DATA", _place.Data, StringComparison.Ordinal);
        _place.Add(_plugin, s_config, "c1");

        ReferenceIpam.Call("host-local", "ADD", config, "c2").Checked("ADD");
        Fails(() => _place.Add(_plugin, s_config, "c2"), CniErrorCode.TryAgainLater);
        _place.Del(_plugin, s_config, "c2");
        Assert.Equal(["10.1.0.2"], _place.LeaseNames);

        ReferenceIpam.Call("host-local", "DEL", config, "c1").Checked("DEL");
        Fails(() => _place.Check(_plugin, s_config, CniResult.Empty, "c1"), CniErrorCode.AttachmentChanged);
        _place.Add(_plugin, s_config, "c1");
        Assert.Single(_place.LeaseNames);
    }

    [Fact]
    public void LeaseFile_RemovedByHand_IsGone()
    {
        _place.Add(_plugin, s_config);
        File.Delete(Path.Combine(_place.Leases, "10.1.0.2"));

        Fails(() => _place.Check(_plugin, s_config, CniResult.Empty), CniErrorCode.AttachmentChanged);
        Assert.Equal("10.1.0.3/24", _place.Add(_plugin, s_config).Ips[0].Address.ToString());
        _place.Del(_plugin, s_config);
        Assert.Empty(_place.LeaseNames);
    }

    [Fact]
    public void LeaseFile_WrittenOverInPlace_BelongsToWhomItNames()
    {
        _place.Add(_plugin, s_config);
        File.WriteAllText(Path.Combine(_place.Leases, "10.1.0.2"), "c2\r\neth0");
        _place.Del(_plugin, s_config);
        Assert.Equal(["10.1.0.2"], _place.LeaseNames);
    }

    [Fact]
    public void Folder_RemovedAndMadeAnew_IsReadAgain()
    {
        _place.Add(_plugin, s_config);
        Directory.Delete(_place.Leases, recursive: true);
        _place.WriteLease("10.1.0.7", "c1\r\neth0");

        Fails(() => _place.Add(_plugin, s_config), CniErrorCode.TryAgainLater);
        _place.Del(_plugin, s_config);
        Assert.Empty(_place.LeaseNames);

        Directory.Delete(_place.Leases, recursive: true);
        _place.Del(_plugin, s_config);
        Assert.Equal("10.1.0.2/24", _place.Add(_plugin, s_config).Ips[0].Address.ToString());
    }

    [Fact]
    public void Folder_AnotherWithTheSameTime_IsReadAgain()
    {
        _place.Add(_plugin, s_config);
        var time = Directory.GetLastWriteTimeUtc(_place.Leases);
        Directory.Move(_place.Leases, _place.Leases + ".old");
        _place.WriteLease("lock", "");
        _place.WriteLease("10.1.0.7", "c1\r\neth0");
        Directory.SetLastWriteTimeUtc(_place.Leases, time);

        _place.Del(_plugin, s_config);
        Assert.Empty(_place.LeaseNames);
    }

    [Fact]
    public void Files_CreatedAndRemovedWithinOneTick_AreSeen()
    {
        for (var i = 0; i < 200; i++)
        {
            // A tick lasts 1 to 10 ms, and the kernel's time stamps stand still meanwhile; since Linux 6.13 not for those that were looked at,
            // so there it is only the odd count of 100 ns that shows whose stamp it is.
            _place.Add(_plugin, s_config);
            Assert.True(long.IsOddInteger(Directory.GetLastWriteTimeUtc(_place.Leases).Ticks), $"round {i}: the kernel's own time");
            _place.WriteLease("10.9.0.1", "other\r\neth0");
            _place.Del(_plugin, s_config, "other");
            Assert.False(File.Exists(Path.Combine(_place.Leases, "10.9.0.1")), $"round {i}");
            _place.Del(_plugin, s_config);
        }
    }

    [Fact]
    public void Plugins_OfTwoVersionsOfHostsAndOfTheForeground_SeeEachOthersLeases()
    {
        // The second stands for a version that was put in the first one's place, or for another host; what is made for one call, for the foreground.
        var lasting = new[] { _plugin, new HostLocalPlugin() };
        var held = new Dictionary<string, string>();
        var random = new Random(1);
        for (var call = 0; call < 600; call++)
        {
            var plugin = random.Next(3) is var which && which < 2 ? lasting[which] : new HostLocalPlugin();
            var id = $"c{random.Next(12)}";
            if (random.Next(5) == 0)
            {
                _place.Del(plugin, s_config, id);
                held.Remove(id);
            }
            else if (held.TryGetValue(id, out var address))
            {
                _place.Check(plugin, s_config, CniResult.Empty, id);
                Assert.Contains(address, Fails(() => _place.Add(plugin, s_config, id), CniErrorCode.TryAgainLater).Message, StringComparison.Ordinal);
            }
            else
            {
                held[id] = _place.Add(plugin, s_config, id).Ips[0].Address.Address.ToString();
            }

            Assert.Equal(held.Values.Order(StringComparer.Ordinal), _place.LeaseNames);
        }
    }

    [Fact]
    public void Plugins_OfHostsWhoseClockStandsStill_SeeEachOthersLeases()
    {
        using var place = new IpamPlace { Time = new StillClock() };
        var other = new HostLocalPlugin();
        place.Add(_plugin, s_config, "c1");
        place.Add(other, s_config, "c2");
        place.Del(_plugin, s_config, "c2");
        place.Del(other, s_config, "c1");
        Assert.Empty(place.LeaseNames);
    }

    [Fact]
    public void Gc_LeasesOfOthersGone_RememberedOnesStay()
    {
        _place.Add(_plugin, s_config, "c1");
        _place.Add(_plugin, s_config, "c2");
        _place.WriteLease("10.1.0.9", "");
        _place.Gc(_plugin, s_config, new Attachment("net", "c1", "eth0"));

        _place.Add(_plugin, s_config, "c2");
        _place.Check(_plugin, s_config, CniResult.Empty, "c1");
        _place.Del(_plugin, s_config, "c1");
        Assert.Equal(["10.1.0.4"], _place.LeaseNames);
    }

    [Fact]
    public void Owner_OfSeveralLeasesOfBothFamilies_ReleasesAll()
    {
        var both = Network(HostLocalIpam(""" "ranges": [[{ "subnet": "10.1.0.0/24" }], [{ "subnet": "::a00:0/104" }]] """));
        _place.Add(_plugin, both);
        _place.Add(_plugin, both, "c2");
        _place.WriteLease("10.9.0.1", "c1\r\neth0");

        _place.Del(_plugin, s_config);
        Assert.Equal(["10.1.0.3", "::10.0.0.3"], _place.LeaseNames);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public void Snapshot_CutOrOverwritten_IsAsNone(string? content)
    {
        _place.Add(new HostLocalPlugin(), s_config, "c1");
        _place.Add(new HostLocalPlugin(), s_config, "c2");
        var snapshot = Assert.Single(Directory.GetFiles(_place.State, "*", SearchOption.AllDirectories));
        var bytes = File.ReadAllBytes(snapshot);
        File.WriteAllBytes(snapshot, content is null ? bytes[..^1] : System.Text.Encoding.ASCII.GetBytes(content));

        _place.Del(new HostLocalPlugin(), s_config, "c1");
        _place.Del(new HostLocalPlugin(), s_config, "c2");
        Assert.Empty(_place.LeaseNames);
    }

    [Fact]
    public void Snapshot_LinkInItsPlace_IsNeitherFollowedNorWritten()
    {
        var outside = Path.Combine(_place.Data, "outside");
        _place.Add(new HostLocalPlugin(), s_config, "c1");
        var snapshot = Assert.Single(Directory.GetFiles(_place.State, "*", SearchOption.AllDirectories));
        File.Move(snapshot, outside);
        File.CreateSymbolicLink(snapshot, outside);
        var bytes = File.ReadAllBytes(outside);

        _place.Add(new HostLocalPlugin(), s_config, "c2");
        Assert.Equal(bytes, File.ReadAllBytes(outside));
        Assert.Null(new FileInfo(snapshot).LinkTarget);
    }

    [Fact]
    public void Snapshot_InAFolderOthersMayWriteTo_IsNeitherReadNorWritten()
    {
        _place.Add(new HostLocalPlugin(), s_config, "c1");
        var snapshot = Assert.Single(Directory.GetFiles(_place.State, "*", SearchOption.AllDirectories));
        var bytes = File.ReadAllBytes(snapshot);
        bytes[^1] ^= 1; // Another address: who goes by it does not find the lease.
        File.WriteAllBytes(snapshot, bytes);
        var folder = Path.GetDirectoryName(snapshot)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);

        _place.Del(new HostLocalPlugin(), s_config, "c1");
        Assert.Empty(_place.LeaseNames);
        Assert.Equal(bytes, File.ReadAllBytes(snapshot));
    }

    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(50);
    }
}
