using System.Net;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6;

public sealed class DhcpClientTests
{
    private static readonly IPAddress s_another = IPAddress.Parse("fd70::200");
    private readonly FakeOutput _output = new();
    private readonly DhcpClient _client;
    private TimeSpan _now = TimeSpan.FromMinutes(1);

    public DhcpClientTests() => _client = NewClient();

    [Fact]
    public void Start_AdvertiseAndReply_AreALease()
    {
        Bind();

        Assert.Equal([MessageType.Solicit, MessageType.Request], _output.Types);
        Assert.Equal((LeaseState.Bound, false), (_client.State, _client.IsListening));
        Assert.Equal(Messages.Address, Assert.Single(_output.Leases).Address);
        Assert.Equal(_now + TimeSpan.FromSeconds(400), _client.WakeAt);
        Assert.Equal(Messages.ServerId, Option<ServerIdOption, byte[]>(_output.Last));
        Assert.Equal(Messages.Client, Option<ClientIdOption, byte[]>(_output.Last));
        Assert.Equal(Messages.Address, AddressOf(_output.Last));
    }

    [Fact]
    public void Solicit_SaysWhoAsksAndForWhat()
    {
        _client.Start(_now, Messages.Address);

        var solicit = _output.Last;
        Assert.Equal(Messages.Client, Option<ClientIdOption, byte[]>(solicit));
        Assert.Equal(Messages.Address, AddressOf(solicit));
        Assert.Equal([23, 24, 82], Option<OptionRequestOption, IReadOnlyList<ushort>>(solicit));
        Assert.Equal(0, Option<ElapsedTimeOption, ushort>(solicit));
        Assert.True(Option<RapidCommitOption, bool>(solicit));
        Assert.True(solicit.Options.Has(39));
        Assert.False(solicit.Options.Has(ServerIdOption.Code));
    }

    [Fact]
    public void Solicit_Unanswered_IsSentLaterAndLater()
    {
        _client.Start(_now);
        var pauses = new List<double>();
        for (var i = 0; i < 16; i++)
        {
            var before = _now;
            Wake();
            pauses.Add((_now - before).TotalSeconds);
        }

        // RFC 8415, 15: doubled and spread by a tenth, the first not shorter than a second, none longer than an hour and a tenth.
        Assert.InRange(pauses[0], 1, 1.11);
        for (var i = 1; i < 11; i++)
        {
            Assert.InRange(pauses[i] / pauses[i - 1], 1.9, 2.1);
        }

        Assert.InRange(pauses[^1], 3240, 3960);
        Assert.Single(_output.Sent.Select(s => s.Xid).Distinct());
        Assert.Equal(ushort.MaxValue, Option<ElapsedTimeOption, ushort>(_output.Last));
        Assert.Contains("no advertisement came", _client.Heard.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void SolMaxRt_OfAServer_BoundsThePauses()
    {
        _client.Start(_now);
        var nothing = Messages.Failure(_client.Xid, StatusCode.NoAddrsAvail, whole: true, MessageType.Advertise);
        nothing.Options.Add<SolMaxRtOption, uint>(60);
        _client.Receive(nothing, Messages.Server, _now);

        // The next search has it.
        _client.Start(_now);
        for (var i = 0; i < 12; i++)
        {
            Wake();
        }

        Assert.InRange((_client.WakeAt!.Value - _now).TotalSeconds, 54, 66);
    }

    [Fact]
    public void Receive_ForSomebodyElseOrNotAwaited_IsNothing()
    {
        _client.Start(_now);
        var wrongClient = new DhcpMessage { Type = MessageType.Advertise, Xid = _client.Xid };
        wrongClient.Options.Add<ClientIdOption, byte[]>([0, 4, 9, 9]);
        wrongClient.Options.Add<ServerIdOption, byte[]>(Messages.ServerId);
        var noServer = new DhcpMessage { Type = MessageType.Advertise, Xid = _client.Xid };
        noServer.Options.Add<ClientIdOption, byte[]>(Messages.Client);

        Receive(Messages.Advertise(_client.Xid + 1));
        Receive(wrongClient);
        Receive(noServer);
        Receive(new DhcpMessage { Type = MessageType.Advertise, Xid = _client.Xid });
        Receive(Messages.Reply(_client.Xid));
        Receive(Messages.Advertise(_client.Xid) with { Type = MessageType.Reconfigure });

        Assert.Equal(LeaseState.Selecting, _client.State);
        Assert.Single(_output.Sent);
        Assert.Contains("no advertisement came", _client.Heard.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void RapidCommit_AskedForAndGiven_IsALeaseInTwoMessages()
    {
        _client.Start(_now);
        var reply = Messages.Reply(_client.Xid);
        reply.Options.Add<RapidCommitOption, bool>(true);

        Receive(reply);

        Assert.Equal([MessageType.Solicit], _output.Types);
        Assert.Equal(LeaseState.Bound, _client.State);
    }

    [Fact]
    public void RapidCommit_NotAskedFor_IsNothing()
    {
        var client = NewClient(rapidCommit: false);
        client.Start(_now);
        var reply = Messages.Reply(client.Xid);
        reply.Options.Add<RapidCommitOption, bool>(true);

        client.Receive(reply, Messages.Server, _now);

        Assert.False(_output.Last.Options.Has(RapidCommitOption.Code));
        Assert.Equal(LeaseState.Selecting, client.State);
    }

    [Fact]
    public void Advertisements_OfSeveral_ThePreferredIsChosen()
    {
        _client.Start(_now);
        Receive(Messages.Advertise(_client.Xid, s_another, Messages.OtherId, preference: 3));
        _now += TimeSpan.FromMilliseconds(20);
        Receive(Messages.Advertise(_client.Xid, preference: 7));
        Receive(Messages.Advertise(_client.Xid, s_another, Messages.OtherId, preference: 7));
        Assert.Equal(LeaseState.Selecting, _client.State);

        Wake();

        Assert.Equal(MessageType.Request, _output.Last.Type);
        Assert.Equal(Messages.ServerId, Option<ServerIdOption, byte[]>(_output.Last));
        Assert.InRange(_now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Advertisement_OfPreference255_IsTakenAtOnce()
    {
        _client.Start(_now);

        Receive(Messages.Advertise(_client.Xid, preference: 255));

        Assert.Equal(LeaseState.Requesting, _client.State);
    }

    [Fact]
    public void Advertisement_WithoutAnAddress_IsToldAndAnotherTaken()
    {
        _client.Start(_now);
        Receive(Messages.Failure(_client.Xid, StatusCode.NoAddrsAvail, type: MessageType.Advertise, server: Messages.OtherId));
        Assert.Contains("NoAddrsAvail: \"not today\"", _client.Heard.ToString(), StringComparison.Ordinal);

        Receive(Messages.Advertise(_client.Xid));
        Wake();

        Assert.Equal(Messages.ServerId, Option<ServerIdOption, byte[]>(_output.Last));
    }

    [Fact]
    public void Request_AnsweredByAnotherServer_IsNotAnswered()
    {
        Requesting();

        Receive(Messages.Reply(_client.Xid, s_another, Messages.OtherId));

        Assert.Equal(LeaseState.Requesting, _client.State);
    }

    [Fact]
    public void Request_Unanswered_StartsAgainAfterTen()
    {
        Requesting();
        while (_output.Last.Type == MessageType.Request)
        {
            Wake();
        }

        Assert.Equal(10, _output.Types.Count(t => t == MessageType.Request));
        Assert.Equal(MessageType.Solicit, _output.Last.Type);
    }

    [Theory]
    [InlineData(StatusCode.UnspecFail)]
    [InlineData(StatusCode.UseMulticast)]
    public void Request_FailedForNow_IsSentAgain(object code)
    {
        Requesting();

        Receive(Messages.Failure(_client.Xid, (StatusCode)code, whole: true));
        Assert.Equal(2, _output.Sent.Count);
        Wake();

        Assert.Equal(MessageType.Request, _output.Last.Type);
        Assert.Contains("not today", _client.Heard.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCode.NoAddrsAvail)]
    [InlineData(StatusCode.NotOnLink)]
    public void Request_Refused_StartsAgainAtOnceThenLaterAndLater(object code)
    {
        _client.Start(_now);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 6; i++)
        {
            Receive(Messages.Advertise(_client.Xid, preference: 255));
            Receive(Messages.Failure(_client.Xid, (StatusCode)code));
            waits.Add(_client.State == LeaseState.Init ? _client.WakeAt!.Value - _now : TimeSpan.Zero);
            if (_client.State == LeaseState.Init)
            {
                Wake();
            }
        }

        Assert.Equal(TimeSpan.Zero, waits[0]);
        Assert.True(waits[5] > TimeSpan.FromSeconds(10), string.Join(", ", waits));
    }

    [Fact]
    public void T1_AsksTheServer_AndTheReplyExtends()
    {
        Bind();
        var xid = _client.Xid;
        Wake();

        Assert.Equal((MessageType.Renew, Messages.Address), (_output.Last.Type, AddressOf(_output.Last)));
        Assert.Equal(Messages.ServerId, Option<ServerIdOption, byte[]>(_output.Last));
        Assert.NotEqual(xid, _client.Xid);

        Receive(Messages.Reply(_client.Xid, server: Messages.OtherId));
        Assert.Equal(LeaseState.Renewing, _client.State);
        Receive(Messages.Reply(_client.Xid));

        Assert.Equal((LeaseState.Bound, _now + TimeSpan.FromSeconds(1000)), (_client.State, _client.Lease!.Expires));
    }

    [Fact]
    public void Extension_Unanswered_AsksAnybodyFromT2On_AndEndsWithTheLease()
    {
        Bind();
        var start = _now;
        while (_output.Losses.Count == 0)
        {
            Wake();
        }

        var extending = _output.Types.SkipWhile(t => t != MessageType.Renew).ToArray();
        var renewals = extending.TakeWhile(t => t == MessageType.Renew).Count();
        Assert.InRange(renewals, 4, 8);
        Assert.InRange(extending.Skip(renewals).TakeWhile(t => t == MessageType.Rebind).Count(), 4, 8);
        Assert.Equal(start + TimeSpan.FromSeconds(1000), _now);
        Assert.Null(_client.Lease);
        Assert.Equal(MessageType.Solicit, _output.Last.Type);
    }

    [Fact]
    public void Rebind_AnsweredByAnotherServer_IsExtendedByThatOne()
    {
        Bind();
        Until(MessageType.Rebind);
        Assert.False(_output.Last.Options.Has(ServerIdOption.Code));

        _client.Receive(Messages.Reply(_client.Xid, server: Messages.OtherId), Messages.Other, _now);

        Assert.Equal((LeaseState.Bound, Messages.Other), (_client.State, _client.Lease!.Server));
    }

    [Fact]
    public void Renewal_WithAnotherAddress_IsBoundToThat()
    {
        Bind();
        Wake();

        Receive(Messages.Reply(_client.Xid, Messages.Lent("fd70::100", 0, 0), Messages.Lent("fd70::200")));

        Assert.Equal(s_another, _output.Leases[^1].Address);
        Assert.Empty(_output.Losses);
    }

    [Fact]
    public void Renewal_ThatTakesTheAddressBack_LosesIt()
    {
        Bind();
        Wake();

        Receive(Messages.Reply(_client.Xid, Messages.Lent("fd70::100", 0, 0)));

        Assert.Contains("takes it back", Assert.Single(_output.Losses), StringComparison.Ordinal);
        Assert.Equal(MessageType.Solicit, _output.Last.Type);
    }

    [Fact]
    public void Renewal_WithNothingAboutTheAddress_LeavesItAsItWas()
    {
        Bind();
        Wake();

        Receive(Messages.Empty(MessageType.Reply, _client.Xid));

        Assert.Equal(LeaseState.Renewing, _client.State);
        Assert.NotNull(_client.Lease);
    }

    [Fact]
    public void NoBinding_IsRequestedAnew_AndKeptUntilItEndsWhenRefused()
    {
        Bind();
        Wake();

        Receive(Messages.Failure(_client.Xid, StatusCode.NoBinding));
        Assert.Equal((MessageType.Request, Messages.Address), (_output.Last.Type, AddressOf(_output.Last)));
        var sent = _output.Sent.Count;

        Receive(Messages.Failure(_client.Xid, StatusCode.NoAddrsAvail));
        Assert.Equal(sent, _output.Sent.Count);
        Assert.Empty(_output.Losses);
        Wake();
        Assert.Equal(MessageType.Renew, _output.Last.Type);

        Receive(Messages.Failure(_client.Xid, StatusCode.NoBinding));
        Receive(Messages.Reply(_client.Xid, s_another));
        Assert.Equal((LeaseState.Bound, s_another), (_client.State, _client.Lease!.Address));
    }

    [Fact]
    public void Resume_OfALeaseThatStands_ChangesNothing()
    {
        var lease = Lease();
        _client.Resume(lease, _now);
        Assert.Equal((MessageType.Confirm, Messages.Address), (_output.Last.Type, AddressOf(_output.Last)));
        Assert.False(_output.Last.Options.Has(ServerIdOption.Code));

        Receive(Messages.Failure(_client.Xid, StatusCode.Success, whole: true, server: Messages.OtherId));

        Assert.Equal((LeaseState.Bound, lease.Renews), (_client.State, _client.WakeAt));
        Assert.Same(lease, _client.Lease);
        Assert.Empty(_output.Losses);
    }

    [Fact]
    public void Resume_OnAnotherNetwork_LosesTheAddressAndAsks()
    {
        _client.Resume(Lease(), _now);

        Receive(Messages.Failure(_client.Xid, StatusCode.NotOnLink, whole: true));

        Assert.Contains("not of this network", Assert.Single(_output.Losses), StringComparison.Ordinal);
        Assert.Equal(MessageType.Solicit, _output.Last.Type);
    }

    [Fact]
    public void Resume_Unanswered_GoesOnAfterTenSeconds()
    {
        var began = _now;
        _client.Resume(Lease(), _now);
        while (_client.State == LeaseState.Confirming)
        {
            Wake();
        }

        Assert.Equal((LeaseState.Bound, began + TimeSpan.FromSeconds(10)), (_client.State, _now));
        Assert.InRange(_output.Sent.Count, 3, 5);
    }

    [Fact]
    public void Resume_OfALeaseThatEnded_LosesIt()
    {
        _client.Resume(Lease(), _now + TimeSpan.FromHours(1));

        Assert.Contains("ended while no host ran", Assert.Single(_output.Losses), StringComparison.Ordinal);
    }

    [Fact]
    public void Conflict_OfALeasedAddress_IsDeclinedUntilTheServerKnows()
    {
        var client = NewClient(detectConflicts: true);
        client.Start(_now);
        client.Receive(Messages.Advertise(client.Xid, preference: 255), Messages.Server, _now);
        client.Receive(Messages.Reply(client.Xid), Messages.Server, _now);
        Assert.Equal((LeaseState.Probing, false), (client.State, client.IsListening));
        Assert.Equal([Messages.Address], _output.Probes);

        client.Conflict("02:00:00:00:00:99", _now);
        Assert.Equal((MessageType.Decline, Messages.Address), (_output.Last.Type, AddressOf(_output.Last)));
        Assert.Equal(Messages.ServerId, Option<ServerIdOption, byte[]>(_output.Last));
        Assert.Contains("in use by 02:00:00:00:00:99", client.Heard.ToString(), StringComparison.Ordinal);

        client.Receive(Messages.Failure(client.Xid, StatusCode.Success, whole: true), Messages.Server, _now);
        Assert.Equal(MessageType.Solicit, _output.Last.Type);
        Assert.Empty(_output.Leases);
    }

    [Fact]
    public void Decline_Unanswered_IsSentFourTimes()
    {
        var client = NewClient(detectConflicts: true);
        client.Start(_now);
        client.Receive(Messages.Advertise(client.Xid, preference: 255), Messages.Server, _now);
        client.Receive(Messages.Reply(client.Xid), Messages.Server, _now);
        client.Conflict("somebody", _now);
        while (client.State == LeaseState.Declining)
        {
            client.Tick(client.WakeAt!.Value);
        }

        Assert.Equal(4, _output.Types.Count(t => t == MessageType.Decline));
    }

    [Fact]
    public void Probes_Unanswered_AreALease()
    {
        var client = NewClient(detectConflicts: true);
        client.Start(_now);
        client.Receive(Messages.Advertise(client.Xid, preference: 255), Messages.Server, _now);
        client.Receive(Messages.Reply(client.Xid), Messages.Server, _now);
        while (client.State == LeaseState.Probing)
        {
            client.Tick(client.WakeAt!.Value);
        }

        Assert.Equal(3, _output.Probes.Count);
        Assert.Single(_output.Leases);
    }

    [Fact]
    public void Lease_ForEver_SetsNoTimer()
    {
        Bind(valid: uint.MaxValue);

        Assert.Equal((LeaseState.Bound, null), (_client.State, _client.WakeAt));
    }

    [Fact]
    public void Flood_OfRefusals_SendsNothingAndGrowsNothing()
    {
        _client.Start(_now);
        for (var i = 0; i < 10_000; i++)
        {
            var from = new IPAddress([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(i >> 8), (byte)i]);
            _client.Receive(Messages.Failure(_client.Xid, StatusCode.NoAddrsAvail, type: MessageType.Advertise), from, _now);
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
            var client = new DhcpClient(Profile(random.Next(4) == 0, random.Next(2) == 0), output, random);
            var now = TimeSpan.FromMinutes(1);
            client.Start(now);
            for (var step = 0; step < 200; step++)
            {
                now += TimeSpan.FromSeconds(random.NextDouble() * 100);
                var sent = output.Sent.Count;
                Do(client, random, now);
                var lease = client.Lease;
                Assert.True(lease is null || AddressRules.IsLendable(lease.Address));
                Assert.True(client.State is not (LeaseState.Bound or LeaseState.Renewing or LeaseState.Rebinding or LeaseState.Confirming) || lease is not null);
                Assert.True(lease?.Expires is null || client.WakeAt is not null, $"seed {seed} step {step}: {client.State}");
                Assert.True(!client.IsListening || client.WakeAt is not null);
                Assert.InRange(output.Sent.Count - sent, 0, 4);
            }
        }
    }

    private static void Do(DhcpClient client, Random random, TimeSpan now)
    {
        var address = new IPAddress([0xfd, 0x70, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)random.Next(4)]);
        var valid = random.Next(5) switch { 0 => 0u, 1 => uint.MaxValue, 2 => 1u, _ => (uint)random.Next(1, 100_000) };
        var xid = random.Next(4) == 0 ? (uint)random.Next(1 << 24) : client.Xid;
        var server = random.Next(3) == 0 ? Messages.OtherId : Messages.ServerId;
        var message = random.Next(6) switch
        {
            0 => Messages.Advertise(xid, address, server, random.Next(3) == 0 ? (byte)random.Next(256) : null),
            1 => Messages.Failure(xid, (StatusCode)random.Next(6), random.Next(2) == 0, random.Next(3) == 0 ? MessageType.Advertise : MessageType.Reply, server),
            _ => Messages.Reply(xid, address, server, random.Next(3) == 0 ? valid : valid / 2, valid, (uint)random.Next(100), (uint)random.Next(200)),
        };
        if (random.Next(2) == 0)
        {
            message.Options.Add<RapidCommitOption, bool>(true);
        }

        switch (random.Next(5))
        {
            case 0:
                client.Conflict("somebody", now);
                break;
            case 1:
                break;
            default:
                client.Receive(message, Messages.Server, now);
                break;
        }

        client.Tick(now);
    }

    private static ClientProfile Profile(bool detectConflicts, bool rapidCommit) => new()
    {
        Duid = Messages.Client,
        Iaid = Messages.Iaid,
        Wanted = [23, 24, 82],
        Provided = new Dictionary<ushort, byte[]> { [39] = [1, 1, 97] },
        RapidCommit = rapidCommit,
        DetectConflicts = detectConflicts,
    };

    private DhcpClient NewClient(bool detectConflicts = false, bool rapidCommit = true) => new(Profile(detectConflicts, rapidCommit), _output, new Random(1));

    private void Requesting()
    {
        _client.Start(_now);
        Receive(Messages.Advertise(_client.Xid, preference: 255));
        Assert.Equal(LeaseState.Requesting, _client.State);
    }

    private void Bind(uint valid = 1000)
    {
        Requesting();
        Receive(Messages.Reply(_client.Xid, valid: valid));
    }

    private void Receive(DhcpMessage message) => _client.Receive(message, Messages.Server, _now);

    private DhcpLease Lease() =>
        LeaseReader.Read(Messages.Reply(1), Messages.Iaid, null, Messages.Server, _now - TimeSpan.FromMinutes(1)).Lease!;

    private void Wake()
    {
        _now = _client.WakeAt!.Value;
        _client.Tick(_now);
    }

    private void Until(MessageType type)
    {
        while (_output.Last.Type != type)
        {
            Wake();
        }
    }

    private static IPAddress? AddressOf(DhcpMessage message) =>
        Option<IaNaOption, IaNa>(message).Options.GetAll<IaAddressOption, IaAddress>().FirstOrDefault()?.Address;

    private static TValue Option<TOption, TValue>(DhcpMessage message)
        where TOption : IDhcpOption<TValue>
    {
        Assert.True(message.Options.TryGet<TOption, TValue>(out var value), $"option {TOption.Code} is missing");
        return value;
    }
}
