using System.Net.Sockets;
using CniChain.Linux;
using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.HostLocal;

/// <summary>What lies in the lease folder that this plugin did not put there, or that a crash left half done.</summary>
public sealed class ForeignFilesTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string s_config = Network(HostLocalIpam(""" "subnet": "10.1.0.0/29" """));

    private readonly HostLocalPlugin _plugin = new();
    private readonly IpamPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Add_NewNetwork_WritesTheReferencesFormat()
    {
        _place.Add(_plugin, s_config);

        Assert.Equal(["10.1.0.2", "last_reserved_ip.0", "lock"], _place.Files.Keys);
        Assert.Equal("c1\r\neth0", _place.Files["10.1.0.2"]);
        Assert.Equal("10.1.0.2", _place.Files["last_reserved_ip.0"]);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(_place.Leases, "10.1.0.2")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(_place.Leases, "last_reserved_ip.0")));
        Assert.Equal(Convert.ToInt32("755", 8), (int)File.GetUnixFileMode(_place.Leases));
        Assert.Equal(Convert.ToInt32("755", 8), (int)File.GetUnixFileMode(_place.Data));
    }

    [Fact]
    public void Add_ShorterAddressAfterLonger_RoundRobinFileHasNoRest()
    {
        _place.WriteLease("last_reserved_ip.0", "10.100.100.100");
        _place.Add(_plugin, s_config);
        Assert.Equal("10.1.0.2", _place.Files["last_reserved_ip.0"]);
    }

    [Fact]
    public void Del_FileWithTheIdAlone_IsReleased()
    {
        _place.WriteLease("10.1.0.3", "c1\n");
        _place.Del(_plugin, s_config);
        Assert.Empty(_place.LeaseNames);
    }

    [Fact]
    public void Del_FilesOfBothKinds_OnlyTheOneWithTheInterfaceGoes()
    {
        _place.WriteLease("10.1.0.3", "c1");
        _place.WriteLease("10.1.0.4", "c1\r\neth0");
        _place.WriteLease("10.1.0.5", "c1\r\neth1");
        _place.Del(_plugin, s_config);
        Assert.Equal(["10.1.0.3", "10.1.0.5"], _place.LeaseNames);
    }

    [Fact]
    public void Check_FileWithTheIdAlone_IsALease()
    {
        _place.WriteLease("10.1.0.3", "c1");
        _place.Check(_plugin, s_config, CniResult.Empty);
        Fails(() => _place.Check(_plugin, s_config, CniResult.Empty, "c2"), CniErrorCode.AttachmentChanged);
    }

    [Fact]
    public void Add_FileWithTheIdAlone_IsASecondLease()
    {
        _place.WriteLease("10.1.0.3", "c1");
        var error = Fails(() => _place.Add(_plugin, s_config), CniErrorCode.TryAgainLater);
        Assert.Contains("holds 10.1.0.3 already", error.Message, StringComparison.Ordinal);
        Assert.Contains("send DEL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Del_EmptyAndTornFiles_AreNoObstacle()
    {
        _place.Add(_plugin, s_config);
        _place.WriteLease("10.1.0.3", "");
        _place.WriteLease("10.1.0.4", "c1\r\n");
        _place.WriteLease("10.1.0.5", "c");
        _place.WriteLease("last_reserved_ip.0", "");

        _place.Del(_plugin, s_config);
        Assert.Equal(["10.1.0.3", "10.1.0.4", "10.1.0.5"], _place.LeaseNames);

        // Torn behind the id, it is as one of an old release.
        _place.Del(_plugin, s_config);
        Assert.Equal(["10.1.0.3", "10.1.0.5"], _place.LeaseNames);
    }

    [Fact]
    public void Del_AnotherFileThatCannotBeRead_IsNoObstacle()
    {
        _place.WriteLease("10.1.0.3", "c1\r\neth0");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_place.Leases, "10.1.0.4")));

        _place.Del(_plugin, s_config);

        Assert.Equal(["10.1.0.4"], Directory.GetFiles(_place.Leases, "10.*").Select(Path.GetFileName));
        Assert.Contains(_place.Log.Lines, l => l.StartsWith("warn", StringComparison.Ordinal) && l.Contains("10.1.0.4: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Add_EmptyFiles_AreTakenWhenNothingElseIsFree()
    {
        _place.WriteLease("10.1.0.3", "");
        var config = Network(HostLocalIpam(""" "subnet": "10.1.0.0/29", "rangeStart": "10.1.0.2", "rangeEnd": "10.1.0.3" """));

        Assert.Equal("10.1.0.2/29", _place.Add(_plugin, config).Ips[0].Address.ToString());
        Assert.Equal("10.1.0.3/29", _place.Add(_plugin, config, "c2").Ips[0].Address.ToString());
        Assert.Contains(_place.Log.Lines, l => l.Contains("reclaimed 10.1.0.3", StringComparison.Ordinal));
        Assert.Equal("c2\r\neth0", _place.Files["10.1.0.3"]);
    }

    [Fact]
    public void Add_LinkInPlaceOfALease_IsNeitherFollowedNorWritten()
    {
        var outside = Path.Combine(_place.State, "outside");
        File.WriteAllText(outside, "c1\r\neth0");
        Directory.CreateDirectory(_place.Leases);
        File.CreateSymbolicLink(Path.Combine(_place.Leases, "10.1.0.2"), outside);

        Assert.Equal("10.1.0.3/29", _place.Add(_plugin, s_config).Ips[0].Address.ToString());
        _place.Del(_plugin, s_config);
        Assert.Equal(["10.1.0.2"], _place.LeaseNames);

        _place.Gc(_plugin, s_config);
        Assert.Empty(_place.LeaseNames);
        Assert.Equal("c1\r\neth0", File.ReadAllText(outside));
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("last_reserved_ip.0")]
    public void Add_LinkInPlaceOfAnotherFile_IsRefusedAndNothingLeased(string name)
    {
        var outside = Path.Combine(_place.State, "outside");
        Directory.CreateDirectory(_place.Leases);
        File.CreateSymbolicLink(Path.Combine(_place.Leases, name), outside);

        var error = Assert.Throws<LinuxException>(() => _place.Add(_plugin, s_config));

        Assert.Equal("ELOOP", error.ErrnoName);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(outside));
        Assert.DoesNotContain("10.1.0.2", Directory.GetFiles(_place.Leases).Select(Path.GetFileName));
    }

    [Fact]
    public void Add_LinkInPlaceOfTheFolder_IsRefused()
    {
        Directory.CreateDirectory(_place.Data);
        Directory.CreateSymbolicLink(_place.Leases, _place.State);
        Assert.Throws<LinuxException>(() => _place.Add(_plugin, s_config));
        Assert.Empty(Directory.GetFiles(_place.State, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Folder_OthersMayWriteTo_IsRefusedByAddAndReportedByDel()
    {
        _place.Add(_plugin, s_config);
        File.SetUnixFileMode(_place.Leases, File.GetUnixFileMode(_place.Leases) | UnixFileMode.OtherWrite);

        var error = Fails(() => _place.Add(_plugin, s_config, "c2"), CniErrorCode.InvalidNetworkConfig);
        Assert.Contains($"chmod go-w {_place.Leases}", error.Message, StringComparison.Ordinal);
        _place.Del(_plugin, s_config);
        Assert.Empty(_place.LeaseNames);
        Assert.Contains(_place.Log.Lines, l => l.StartsWith("warn", StringComparison.Ordinal) && l.Contains("chmod go-w", StringComparison.Ordinal));
    }

    [Fact]
    public void StateFolder_NotUsable_EveryVerbStillWorks()
    {
        _place.Add(_plugin, s_config);
        Directory.Delete(_place.State, recursive: true);
        File.WriteAllText(_place.State, "");

        _place.Add(_plugin, s_config, "c2");
        _place.Check(_plugin, s_config, CniResult.Empty);
        _place.Del(_plugin, s_config);
        Assert.Equal(["10.1.0.3"], _place.LeaseNames);
    }

    [Theory]
    [InlineData(""" "subnet": "nonsense", "ranges": 7 """)]
    [InlineData(""" "subnet": "10.1.0.0/33" """)]
    [InlineData(""" "ranges": [[]], "routes": "x", "resolvConf": 3 """)]
    public void Del_RangesThatAreWrong_Releases(string keys)
    {
        _place.Add(_plugin, s_config);
        _place.Del(_plugin, Network(HostLocalIpam(keys)));
        Assert.Empty(_place.LeaseNames);
    }

    [Fact]
    public void Del_NothingThere_MakesNothing()
    {
        _place.Del(_plugin, s_config);
        _place.Gc(_plugin, s_config);
        Assert.False(Directory.Exists(_place.Data));
    }
}
