using System.Net.Sockets;
using CniChain.Wire;

namespace CniChain.Host.Tests.Resident;

/// <summary>A reply of an ADD whose peer does, or does not, hand it on.</summary>
public sealed class DeliveryTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly JournalEntry s_made = new()
    {
        Key = new AttachmentKey(new Attachment("podnet", "c1", "eth0"), null),
        State = JournalState.Done,
        BootId = "",
        Chain = new ChainDefinition { Network = "podnet", Version = CniVersion.V1_0_0, Entries = [], Source = "chain" },
    };

    [Fact]
    public async Task Reply_ThatCannotBeSent_IsTakenBack()
    {
        var left = new SemaphoreSlim(0);
        await using var host = new RunningHost(async (_, _, _) =>
        {
            await left.WaitAsync(s_patience, CancellationToken.None);
            return Added;
        });
        using (var peer = host.Connect())
        {
            peer.Send(Request(acknowledges: false));
            Assert.True(peer.Poll(s_patience, SelectMode.SelectRead));
        }

        left.Release();

        await UntilTakenBackAsync(host);
    }

    [Fact]
    public async Task Reply_WithoutTheWordThatWasAnnounced_IsTakenBack()
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(Added));
        using (var peer = host.Connect())
        {
            peer.Send(Request(acknowledges: true));
            await ReadReplyAsync(peer);
        }

        await UntilTakenBackAsync(host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // An older cnichain.
    public async Task Reply_HandedOn_Stays(bool acknowledges)
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(Added));
        using (var peer = host.Connect())
        {
            peer.Send(Request(acknowledges));
            await ReadReplyAsync(peer);
            if (acknowledges)
            {
                peer.Send(Word(FrameType.Acknowledged));
            }
        }

        host.Stop();
        await host.Ended.WaitAsync(s_patience); // Looks before it ends.
        Assert.Empty(host.Handler.TakenBack);
    }

    [Fact]
    public async Task Reply_WhosePeerTakesItsTime_Stays()
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(Added));
        using var peer = host.Connect();
        peer.Send(Request(acknowledges: true));
        await ReadReplyAsync(peer);

        await Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken); // Some looks.
        peer.Send(Word(FrameType.Acknowledged)[..5]);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        peer.Send(Word(FrameType.Acknowledged)[5..]);

        // The host closes once it has the word.
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1], SocketFlags.None));
        Assert.Empty(host.Handler.TakenBack);
    }

    [Fact]
    public async Task Word_ThatIsAnother_IsNone()
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(Added));
        using var peer = host.Connect();
        peer.Send(Request(acknowledges: true));
        await ReadReplyAsync(peer);

        peer.Send(Word(FrameType.Request));

        await UntilTakenBackAsync(host);
    }

    [Fact]
    public async Task Host_ThatEnds_LeavesWhatItHasNoWordOf()
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(Added));
        using var peer = host.Connect();
        peer.Send(Request(acknowledges: true));
        await ReadReplyAsync(peer);

        host.Stop();

        await host.Ended.WaitAsync(s_patience);
        Assert.Empty(host.Handler.TakenBack);
    }

    private static CniReply Added => new(0, "{}"u8.ToArray()) { Made = s_made };

    private static byte[] Request(bool acknowledges)
    {
        var box = new FrameWriterBox();
        if (acknowledges)
        {
            box.Add(Field.Acknowledges, 1);
        }

        return box.Finish();
    }

    private static byte[] Word(FrameType type)
    {
        var word = new byte[FrameHeader.Size];
        FrameHeader.Write(word, type, 0);
        return word;
    }

    /// <summary>Accepted and Reply.</summary>
    private static async Task ReadReplyAsync(Socket peer)
    {
        var buffer = new byte[4096];
        var have = 0;
        while (!buffer.AsSpan(0, have).EndsWith("{}"u8))
        {
            have += await peer.ReceiveAsync(buffer.AsMemory(have), SocketFlags.None);
        }
    }

    private static async Task UntilTakenBackAsync(RunningHost host)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (host.Handler.TakenBack.IsEmpty)
        {
            await Task.Delay(5, limit.Token);
        }

        Assert.Same(s_made, Assert.Single(host.Handler.TakenBack));
    }
}
