using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using CniChain.Testing;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.HostLocal;

public sealed class EarlierBootTests : IDisposable
{
    private static readonly string s_config =
        Network(HostLocalIpam(""" "subnet": "10.1.0.0/29", "rangeStart": "10.1.0.2", "rangeEnd": "10.1.0.3" """));

    private readonly HostLocalPlugin _plugin = new();
    private readonly IpamPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("this", 0, false)]
    [InlineData("this", -1_000_000, false)] // The clock was set forward after this boot's first leases.
    [InlineData("other", 0, true)]
    [InlineData(null, 0, false)]
    [InlineData(null, 999_900, false)] // Within the margin before the boot.
    [InlineData(null, 999_000, true)]
    public void Boot_MarkOrTime_TellsWhatIsOlder(string? mark, long seconds, bool earlier)
    {
        var boot = new Boot("this", 1_000_000L * 1_000_000_000);
        var modified = (seconds == 0 ? 2_000_000 : seconds) * 1_000_000_000;
        Assert.Equal(earlier, boot.IsLaterThan(mark, modified));
    }

    [Fact]
    public void Boot_TimeNotKnown_NothingIsOlder() => Assert.False(new Boot("", long.MinValue).IsLaterThan(null, 0));

    [Fact]
    public void Add_LeasesOfTheReferenceBeforeThisBoot_AreReclaimedWhenNoneIsFree()
    {
        WriteOld("10.1.0.2", "gone1");
        _place.WriteLease("10.1.0.3", "alive\r\neth0");

        Assert.Equal("10.1.0.2/29", _place.Add(_plugin, s_config).Ips[0].Address.ToString());
        Assert.Contains(_place.Log.Lines, l => l.Contains("reclaimed 10.1.0.2 of gone1", StringComparison.Ordinal));
        Fails(() => _place.Add(_plugin, s_config, "c2"), CniErrorCode.TryAgainLater);
    }

    [Fact]
    public void Add_SameOwnerBeforeThisBoot_GetsThrough()
    {
        WriteOld("10.1.0.2", "c1");
        _place.Add(_plugin, s_config);
        Assert.Single(_place.LeaseNames);
    }

    [Fact]
    public void Add_OurLeaseWithAnOldTime_IsKept()
    {
        _place.Add(_plugin, s_config);
        _place.Add(_plugin, s_config, "c2");
        Assert.SkipUnless(HasMark("10.1.0.2"), $"needs user extended attributes on {_place.Data}");
        MakeOld("10.1.0.2");

        Fails(() => _place.Add(_plugin, s_config, "c3"), CniErrorCode.TryAgainLater);
        Assert.Equal("c1\r\neth0", _place.Files["10.1.0.2"]);
    }

    [Fact]
    public void Status_OnlyLeasesOfAnEarlierBoot_IsReady()
    {
        WriteOld("10.1.0.2", "gone1");
        WriteOld("10.1.0.3", "gone2");
        _place.Status(_plugin, s_config);
        Assert.Equal(2, _place.LeaseNames.Count());
    }

    private bool HasMark(string address) =>
        Command.Run(["python3", "-c", $"import os; print(os.getxattr('{Path.Combine(_place.Leases, address)}', 'user.cnichain.boot').decode())"])
            is { ExitCode: 0 } found && found.Output.Trim() == File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    private void WriteOld(string address, string id)
    {
        _place.WriteLease(address, id + "\r\neth0");
        MakeOld(address);
    }

    private void MakeOld(string address) =>
        File.SetLastWriteTimeUtc(Path.Combine(_place.Leases, address), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
}
