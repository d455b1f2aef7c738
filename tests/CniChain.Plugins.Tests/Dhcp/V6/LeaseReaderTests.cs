using System.Net;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6;

public sealed class LeaseReaderTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromHours(5);

    [Fact]
    public void Read_Reply_HasAddressTimesAndServer()
    {
        var lease = Lease(Messages.Reply(1));

        Assert.Equal((Messages.Address, 128), (lease.Address, lease.PrefixLength));
        Assert.Equal(Messages.Server, lease.Server);
        Assert.Equal(Messages.ServerId, lease.ServerId);
        Assert.Equal((s_now, s_now + TimeSpan.FromSeconds(1000)), (lease.Obtained, lease.Expires));
    }

    [Theory]
    [InlineData(100u, 200u, 100, 200)]
    [InlineData(0u, 0u, 400, 640)] // half and four fifths of the preferred time
    [InlineData(900u, 0u, 400, 640)]
    [InlineData(0u, 700u, 400, 700)]
    [InlineData(2000u, 3000u, 400, 640)]
    [InlineData(uint.MaxValue, uint.MaxValue, 400, 640)]
    [InlineData(300u, 300u, 300, 300)]
    [InlineData(0u, 10u, 10, 10)]
    public void Read_TimesOfTheServer_CountWhereTheyMakeSense(uint t1, uint t2, int renews, int rebinds)
    {
        var lease = Lease(Messages.Reply(1, t1: t1, t2: t2));

        Assert.Equal(s_now + TimeSpan.FromSeconds(renews), lease.Renews);
        Assert.Equal(s_now + TimeSpan.FromSeconds(rebinds), lease.Rebinds);
    }

    [Fact]
    public void Read_T1AfterT2_IsNothing() => Assert.Contains("T1 of 20 s is after its T2 of 10 s", Problem(Messages.Reply(1, t1: 20, t2: 10)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0u, 0u, null, null)]
    [InlineData(100u, 200u, 100, 200)]
    [InlineData(uint.MaxValue, uint.MaxValue, null, null)]
    public void Read_ForEver_HasNoEnd(uint t1, uint t2, int? renews, int? rebinds)
    {
        var lease = Lease(Messages.Reply(1, preferred: uint.MaxValue, valid: uint.MaxValue, t1: t1, t2: t2));

        Assert.Null(lease.Expires);
        Assert.Equal(renews is { } r ? s_now + TimeSpan.FromSeconds(r) : null, lease.Renews);
        Assert.Equal(rebinds is { } b ? s_now + TimeSpan.FromSeconds(b) : null, lease.Rebinds);
    }

    [Fact]
    public void Read_AnAddressNoLongerPreferred_GoesByItsValidTime() =>
        Assert.Equal(s_now + TimeSpan.FromSeconds(500), Lease(Messages.Reply(1, preferred: 0)).Renews);

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("ff02::1")]
    [InlineData("fe80::5")]
    [InlineData("::ffff:10.0.0.1")]
    public void Read_NoHostsAddress_IsRefused(string address) =>
        Assert.Contains("no host's address", Problem(Messages.Reply(1, IPAddress.Parse(address))), StringComparison.Ordinal);

    [Fact]
    public void Read_ValidForNoTime_IsRefused() => Assert.Contains("is zero", Problem(Messages.Reply(1, preferred: 0, valid: 0)), StringComparison.Ordinal);

    [Fact]
    public void Read_PreferredLongerThanValid_IsRefused() =>
        Assert.Contains("preferred for 1001 s and valid for 1000 s only", Problem(Messages.Reply(1, preferred: 1001)), StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralAddresses_TakesThePresentOneElseTheLongestPreferred()
    {
        var message = Messages.Reply(
            1, Messages.Lent("fe80::7"), Messages.Lent("fd70::1", preferred: 0), Messages.Lent("fd70::2", preferred: 900), Messages.Lent("fd70::3", preferred: 900));

        Assert.Equal(IPAddress.Parse("fd70::2"), Lease(message).Address);
        Assert.Equal(IPAddress.Parse("fd70::1"), LeaseReader.Read(message, Messages.Iaid, IPAddress.Parse("fd70::1"), Messages.Server, s_now).Lease!.Address);
    }

    [Fact]
    public void Read_ThePresentAddressTakenBack_SaysSo()
    {
        var answer = LeaseReader.Read(Messages.Reply(1, Messages.Lent("fd70::100", 0, 0)), Messages.Iaid, Messages.Address, Messages.Server, s_now);
        Assert.True(answer.IsWithdrawn);

        answer = LeaseReader.Read(
            Messages.Reply(1, Messages.Lent("fd70::100", 0, 0), Messages.Lent("fd70::101")), Messages.Iaid, Messages.Address, Messages.Server, s_now);
        Assert.False(answer.IsWithdrawn);
        Assert.Equal(IPAddress.Parse("fd70::101"), answer.Lease!.Address);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_AStatus_IsThatAndItsWords(bool whole)
    {
        var answer = LeaseReader.Read(Messages.Failure(1, StatusCode.NoAddrsAvail, whole), Messages.Iaid, null, Messages.Server, s_now);

        Assert.Equal((StatusCode.NoAddrsAvail, "NoAddrsAvail: \"not today\""), (answer.Status, answer.Problem));
    }

    [Fact]
    public void Read_AnotherClientsAssociation_IsNothing() =>
        Assert.Contains("nothing for this client", LeaseReader.Read(Messages.Reply(1), 2, null, Messages.Server, s_now).Problem, StringComparison.Ordinal);

    [Fact]
    public void Read_NoServer_IsRefused()
    {
        var message = new DhcpMessage { Type = MessageType.Reply };

        Assert.Contains("no server", Problem(message), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Settings_OfWhichOnlyHostsAreTaken()
    {
        var message = Messages.Reply(1);
        message.Options.Add<DnsServersOption, IReadOnlyList<IPAddress>>([IPAddress.Parse("fd70::53"), IPAddress.Parse("ff02::1"), IPAddress.Parse("fe80::53")]);
        message.Options.Add<DomainListOption, IReadOnlyList<string>>(["lan.test"]);
        message.Options.Add<NtpServerOption, IReadOnlyList<IPAddress>>([IPAddress.Parse("fd70::9")]);
        message.Options.Add<SntpServersOption, IReadOnlyList<IPAddress>>([IPAddress.Parse("fd70::9"), IPAddress.Parse("fd70::8")]);

        var lease = Lease(message);

        Assert.Equal([IPAddress.Parse("fd70::53"), IPAddress.Parse("fe80::53")], lease.NameServers);
        Assert.Equal(["lan.test"], lease.Search);
        Assert.Equal([IPAddress.Parse("fd70::9"), IPAddress.Parse("fd70::8")], lease.NtpServers);
    }

    private static DhcpLease Lease(DhcpMessage message)
    {
        var answer = LeaseReader.Read(message, Messages.Iaid, null, Messages.Server, s_now);
        Assert.True(answer.Lease is not null, answer.Problem);
        return answer.Lease;
    }

    private static string Problem(DhcpMessage message)
    {
        var answer = LeaseReader.Read(message, Messages.Iaid, null, Messages.Server, s_now);
        Assert.Null(answer.Lease);
        return answer.Problem;
    }
}
