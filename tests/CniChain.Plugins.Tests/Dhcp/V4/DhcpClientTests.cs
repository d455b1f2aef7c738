using System.Net;
using CniChain.Plugins.Dhcp.V4;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4;

public sealed class DhcpClientTests
{
    private static readonly IPAddress s_other = IPAddress.Parse("10.70.0.2");
    private readonly FakeOutput _output = new();
    private readonly DhcpClient _client;
    private TimeSpan _now = TimeSpan.FromMinutes(1);

    public DhcpClientTests() => _client = NewClient(detectConflicts: false);

    [Fact]
    public void Start_OfferAndAck_AreALease()
    {
        Bind();

        Assert.Equal(["Discover from 0.0.0.0", "Request from 0.0.0.0"], _output.Types);
        Assert.Equal(LeaseState.Bound, _client.State);
        Assert.False(_client.IsListening);
        Assert.Equal(Messages.Address, Assert.Single(_output.Leases).Address);
        Assert.Equal(_now + TimeSpan.FromSeconds(1800), _client.WakeAt);
        Assert.Equal(Messages.Server, Option<ServerIdentifierOption, IPAddress>(_output.Last));
        Assert.Equal(Messages.Address, Option<RequestedAddressOption, IPAddress>(_output.Last));
        Assert.Equal([0, 1, 2], Option<ClientIdentifierOption, byte[]>(_output.Last));
    }

    [Fact]
    public void Selecting_Unanswered_TriesLaterAndLater()
    {
        _client.Start(_now);
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var before = _now;
            Wake();
            pauses.Add((_now - before).TotalSeconds);
        }

        Assert.Equal(10, _output.Sent.Count);
        Assert.All(pauses.Select((p, i) => p / Math.Min(64, Math.Pow(2, i))), ratio => Assert.InRange(ratio, 0.75, 1.25));
        Assert.Single(_output.Sent.Select(s => s.Message.Xid).Distinct());
        Assert.True(_output.Last.Secs > 100);
        Assert.Contains("no offer came", _client.Heard.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_ForSomebodyElse_IsNothing()
    {
        _client.Start(_now);
        var offer = Messages.Offer(_client.Xid);

        _client.Receive(offer with { Xid = _client.Xid + 1 }, _now);
        _client.Receive(offer with { HardwareAddress = CniChain.Linux.MacAddress.Parse("02:00:00:00:00:99") }, _now);
        _client.Receive(offer with { IsReply = false }, _now);
        _client.Receive(Messages.Ack(_client.Xid), _now);
        _client.Receive(Messages.Nak(_client.Xid), _now);

        Assert.Equal(LeaseState.Selecting, _client.State);
        Assert.Single(_output.Sent);
    }

    [Fact]
    public void Offer_ThatCannotBeUsed_IsRefusedAndTold()
    {
        _client.Start(_now);

        _client.Receive(Messages.Offer(_client.Xid, seconds: 0), _now);
        _client.Receive(Messages.Offer(_client.Xid, IPAddress.Parse("10.70.0.255")), _now);

        Assert.Equal(LeaseState.Selecting, _client.State);
        Assert.Contains("lease time is missing or zero", _client.Heard.ToString(), StringComparison.Ordinal);
        Assert.Contains("10.70.0.255/24 is no host's address", _client.Heard.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Offers_OfTwoServers_TheFirstIsTaken()
    {
        _client.Start(_now);
        _client.Receive(Messages.Offer(_client.Xid), _now);
        _client.Receive(Messages.Offer(_client.Xid, IPAddress.Parse("10.70.0.200"), s_other), _now);

        // What the other server says of a request that did not name it is not for this client.
        _client.Receive(Messages.Nak(_client.Xid, server: s_other), _now);
        _client.Receive(Messages.Ack(_client.Xid, server: s_other), _now);
        Assert.Equal(LeaseState.Requesting, _client.State);

        _client.Receive(Messages.Ack(_client.Xid), _now);
        Assert.Equal(Messages.Server, _client.Lease!.Server);
    }

    [Fact]
    public void Request_Unanswered_StartsAgainAfterFour()
    {
        _client.Start(_now);
        _client.Receive(Messages.Offer(_client.Xid), _now);
        for (var i = 0; i < 4; i++)
        {
            Wake();
        }

        Assert.Equal(4, _output.Sent.Count(s => s.Message.Type == MessageType.Request));
        Assert.Equal(MessageType.Discover, _output.Last.Type);
    }

    [Fact]
    public void Nak_AtFirst_AsksAgainAtOnce_ThenLaterAndLater()
    {
        _client.Start(_now);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 6; i++)
        {
            _client.Receive(Messages.Offer(_client.Xid), _now);
            _client.Receive(Messages.Nak(_client.Xid, "go away"), _now);
            waits.Add(_client.State == LeaseState.Init ? _client.WakeAt!.Value - _now : TimeSpan.Zero);
            if (_client.State == LeaseState.Init)
            {
                Wake();
            }
        }

        Assert.Equal(TimeSpan.Zero, waits[0]);
        Assert.True(waits[5] > TimeSpan.FromSeconds(10), string.Join(", ", waits));
        Assert.Contains("\"go away\"", _client.Heard.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void T1_AsksTheServerAlone_AndTheAckExtends()
    {
        Bind();
        var xid = _client.Xid;
        Wake();

        Assert.Equal("Request to 10.70.0.1", _output.Types.Last());
        Assert.Equal(Messages.Address, _output.Last.ClientAddress);
        Assert.NotEqual(xid, _client.Xid);
        Assert.False(_output.Last.Options.TryGet<RequestedAddressOption, IPAddress>(out _));
        Assert.False(_output.Last.Options.TryGet<ServerIdentifierOption, IPAddress>(out _));
        _client.Receive(Messages.Ack(_client.Xid), _now);
        Assert.Equal(LeaseState.Bound, _client.State);
        Assert.Equal(2, _output.Leases.Count);
        Assert.Equal(_now + TimeSpan.FromSeconds(3600), _client.Lease!.Expires);
    }

    [Fact]
    public void T2_AsksEverybody_AndAnyServersAckExtends()
    {
        Bind();
        while (_client.State != LeaseState.Rebinding)
        {
            Wake();
        }

        Assert.Equal("Request from 10.70.0.100", _output.Types.Last());
        _client.Receive(Messages.Ack(_client.Xid, server: s_other), _now);
        Assert.Equal(s_other, _client.Lease!.Server);
    }

    [Fact]
    public void Expiry_TakesTheAddressAway_AndAsksAgain()
    {
        Bind();
        var end = _client.Lease!.Expires!.Value;
        while (_output.Losses.Count == 0)
        {
            Wake();
        }

        Assert.Equal(end, _now);
        Assert.Null(_client.Lease);
        Assert.Equal(LeaseState.Selecting, _client.State);
        Assert.Equal(Messages.Address, Option<RequestedAddressOption, IPAddress>(_output.Last));
        // A minute between tries at least, so some of T1 to the end.
        Assert.InRange(_output.Sent.Count, 6, 40);
    }

    [Fact]
    public void Renewal_WithAnotherAddress_IsTheLease()
    {
        Bind();
        Wake();

        _client.Receive(Messages.Ack(_client.Xid, IPAddress.Parse("10.70.0.111")), _now);

        Assert.Equal(IPAddress.Parse("10.70.0.111"), _client.Lease!.Address);
        Assert.False(_output.Leases[0].LooksLike(_output.Leases[1]));
    }

    [Fact]
    public void Nak_WhileRenewing_LosesTheLease()
    {
        Bind();
        Wake();

        _client.Receive(Messages.Nak(_client.Xid, "renumbered"), _now);

        Assert.Contains("renumbered", Assert.Single(_output.Losses), StringComparison.Ordinal);
        Assert.Equal(LeaseState.Selecting, _client.State);
    }

    [Fact]
    public void Lease_ForEver_NeverWakes()
    {
        Bind(uint.MaxValue);

        Assert.Null(_client.WakeAt);
        Assert.Equal(LeaseState.Bound, _client.State);
    }

    [Fact]
    public void Lease_OfASecond_IsExtendedWithoutARush()
    {
        Bind(1);
        for (var i = 0; i < 20; i++)
        {
            Wake();
            if (_client.State is LeaseState.Renewing or LeaseState.Rebinding)
            {
                _client.Receive(Messages.Ack(_client.Xid, seconds: 1), _now);
            }
        }

        Assert.True(_now > TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(5), _now.ToString());
    }

    [Fact]
    public void Resume_AsksWhetherTheLeaseStands()
    {
        var lease = Lease();
        _client.Resume(lease, _now);

        Assert.Equal(LeaseState.Rebooting, _client.State);
        Assert.Equal("Request from 0.0.0.0", _output.Types.Single());
        Assert.Equal(lease.Address, Option<RequestedAddressOption, IPAddress>(_output.Last));
        Assert.Equal(IPAddress.Any, _output.Last.ClientAddress);
        Assert.False(_output.Last.Options.TryGet<ServerIdentifierOption, IPAddress>(out _));
        _client.Receive(Messages.Ack(_client.Xid), _now);
        Assert.Equal(LeaseState.Bound, _client.State);
    }

    [Fact]
    public void Resume_Unanswered_GoesOnWithWhatIsLeft()
    {
        var lease = Lease();
        _client.Resume(lease, _now);
        for (var i = 0; i < 4; i++)
        {
            Wake();
        }

        Assert.Equal(LeaseState.Bound, _client.State);
        Assert.Equal(lease.Renews, _client.WakeAt);
        Assert.Empty(_output.Losses);
    }

    [Fact]
    public void Resume_Refused_OrEndedMeanwhile_AsksForAnother()
    {
        _client.Resume(Lease(), _now);
        _client.Receive(Messages.Nak(_client.Xid), _now);
        Assert.Single(_output.Losses);
        Assert.Equal(LeaseState.Selecting, _client.State);

        var later = NewClient(detectConflicts: false);
        later.Resume(Lease(), _now + TimeSpan.FromHours(2));
        Assert.Equal(2, _output.Losses.Count);
        Assert.Equal(LeaseState.Selecting, later.State);
    }

    [Fact]
    public void Conflict_IsDeclined_AndWaitedFor()
    {
        var client = NewClient(detectConflicts: true);
        client.Start(_now);
        client.Receive(Messages.Offer(client.Xid), _now);
        client.Receive(Messages.Ack(client.Xid), _now);
        Assert.Equal(LeaseState.Probing, client.State);
        Assert.Equal([Messages.Address], _output.Probes);

        client.Conflict("02:00:00:00:00:05", _now);

        Assert.Equal(MessageType.Decline, _output.Last.Type);
        Assert.Equal(Messages.Address, Option<RequestedAddressOption, IPAddress>(_output.Last));
        Assert.Equal(Messages.Server, Option<ServerIdentifierOption, IPAddress>(_output.Last));
        Assert.Empty(_output.Leases);
        Assert.Equal(_now + TimeSpan.FromSeconds(10), client.WakeAt);
    }

    [Fact]
    public void NoConflict_IsALeaseAfterThreeProbes()
    {
        var client = NewClient(detectConflicts: true);
        client.Start(_now);
        client.Receive(Messages.Offer(client.Xid), _now);
        client.Receive(Messages.Ack(client.Xid), _now);
        while (client.State == LeaseState.Probing)
        {
            _now = client.WakeAt!.Value;
            client.Tick(_now);
        }

        Assert.Equal(3, _output.Probes.Count);
        Assert.Single(_output.Leases);
    }

    [Fact]
    public void Stop_WithALease_HasItsRelease()
    {
        Bind();

        var release = _client.Stop();

        Assert.Equal((MessageType.Release, Messages.Address), (release!.Type, release.ClientAddress));
        Assert.Equal(Messages.Server, Option<ServerIdentifierOption, IPAddress>(release));
        Assert.Null(_client.WakeAt);
        Assert.Null(_client.Stop());
    }

    [Fact]
    public void Flood_OfOffersAndNaks_GrowsNothing()
    {
        _client.Start(_now);
        for (var i = 0; i < 10_000; i++)
        {
            var server = new IPAddress([10, 1, (byte)(i >> 8), (byte)i]);
            _client.Receive(Messages.Offer(_client.Xid, server: server, seconds: 0), _now);
            _client.Receive(Messages.Nak(_client.Xid, $"no {i}", server), _now);
        }

        Assert.Single(_output.Sent);
        Assert.True(_client.Heard.ToString().Length < 2000);
        Assert.Contains("and 9994 more", _client.Heard.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnyOrderOfAnyMessages_KeepsTheLeaseWithinTheRules()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var output = new FakeOutput();
            var client = new DhcpClient(Profile(random.Next(4) == 0), output, random);
            var now = TimeSpan.FromMinutes(1);
            client.Start(now);
            for (var step = 0; step < 200; step++)
            {
                now += TimeSpan.FromSeconds(random.NextDouble() * 100);
                Do(client, random, now);
                var lease = client.Lease;
                Assert.True(lease is null || AddressRules.IsHostOf(lease.Address, lease.PrefixLength));
                Assert.True(client.State is not (LeaseState.Bound or LeaseState.Renewing or LeaseState.Rebinding) || lease is not null);
                Assert.True(lease?.Expires is null || client.WakeAt is not null, $"seed {seed} step {step}: {client.State}");
                Assert.True(!client.IsListening || client.WakeAt is not null);
            }
        }
    }

    private static void Do(DhcpClient client, Random random, TimeSpan now)
    {
        var address = new IPAddress([10, 70, 0, (byte)random.Next(256)]);
        var seconds = random.Next(5) switch { 0 => 0u, 1 => uint.MaxValue, 2 => 1u, _ => (uint)random.Next(1, 100_000) };
        var xid = random.Next(4) == 0 ? (uint)random.Next() : client.Xid;
        switch (random.Next(6))
        {
            case 0:
                client.Receive(Messages.Offer(xid, address, seconds: seconds), now);
                break;
            case 1:
                client.Receive(Messages.Ack(xid, address, seconds: seconds), now);
                break;
            case 2 when random.Next(3) == 0:
                client.Receive(Messages.Nak(xid), now);
                break;
            case 3:
                client.Conflict("somebody", now);
                break;
            default:
                client.Tick(now);
                break;
        }

        client.Tick(now);
    }

    private static ClientProfile Profile(bool detectConflicts) => new()
    {
        Mac = Messages.Mac,
        ClientId = [0, 1, 2],
        Wanted = [1, 3],
        DetectConflicts = detectConflicts,
    };

    private DhcpClient NewClient(bool detectConflicts) => new(Profile(detectConflicts), _output, new Random(1));

    private void Bind(uint seconds = 3600)
    {
        _client.Start(_now);
        _client.Receive(Messages.Offer(_client.Xid, seconds: seconds), _now);
        _client.Receive(Messages.Ack(_client.Xid, seconds: seconds), _now);
    }

    private DhcpLease Lease()
    {
        Assert.True(LeaseReader.TryRead(Messages.Ack(1), _now - TimeSpan.FromMinutes(1), out var lease, out _));
        return lease;
    }

    private void Wake()
    {
        _now = _client.WakeAt!.Value;
        _client.Tick(_now);
    }

    private static TValue Option<TOption, TValue>(DhcpMessage message)
        where TOption : IDhcpOption<TValue>
    {
        Assert.True(message.Options.TryGet<TOption, TValue>(out var value), $"option {TOption.Code} is missing");
        return value;
    }
}
