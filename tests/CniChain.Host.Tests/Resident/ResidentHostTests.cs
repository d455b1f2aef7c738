using System.Net.Sockets;
using System.Text;
using CniChain.Host.Resident;
using CniChain.Wire;

namespace CniChain.Host.Tests.Resident;

public sealed class ResidentHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Request_Served_GetsAcceptedLogsAndReply()
    {
        await using var host = new RunningHost((request, stderr, _) =>
        {
            stderr.Write(Encoding.UTF8.GetBytes($"as {request.InvokedAs}\n"));
            return Task.FromResult(new CniReply(3, request.Input));
        });
        using var socket = host.Connect();
        socket.Send(Frame(w =>
        {
            w.Add(Field.InvokedAs, "bridge");
            w.Add(Field.Input, "{\"a\":1}");
        }));

        var frames = await ReadAllAsync(socket);

        Assert.Equal([FrameType.Accepted, FrameType.Log, FrameType.Reply], frames.Select(f => f.Type));
        Assert.Equal("as bridge\n", Text(frames[1]));
        Assert.Equal("{\"a\":1}", Text(frames[2]));
    }

    [Fact]
    public async Task Request_InSmallPieces_IsReadWhole()
    {
        await using var host = new RunningHost((request, _, _) => Task.FromResult(new CniReply(0, request.Input)));
        using var socket = host.Connect();
        foreach (var b in Frame(w => w.Add(Field.Input, new string('x', 40))))
        {
            socket.Send([b]);
        }

        Assert.Equal(new string('x', 40), Text((await ReadAllAsync(socket))[^1]));
    }

    [Fact]
    public async Task Request_OfThreeMegabytes_GoesThroughBothWays()
    {
        await using var host = new RunningHost((request, _, _) => Task.FromResult(new CniReply(0, request.Input)));
        using var socket = host.Connect();
        var text = new string('y', 3 * 1024 * 1024);
        var sending = Task.Run(() => socket.Send(Frame(w => w.Add(Field.Input, text))));

        var frames = await ReadAllAsync(socket);
        await sending;

        Assert.Equal(text, Text(frames[^1]));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "not this protocol")]
    [InlineData("CNIC\u0009\0\u0001\0\0\0\0\0", "install both from one release")]
    [InlineData("CNIC\u0001\0\u0001\0\0\0\0\u007f", "longer than 4194304 bytes")]
    [InlineData("CNIC\u0001\0\u0004\0\0\0\0\0", "is no request")]
    [InlineData("CNIC\u0001\0\u0001\0\u0003\0\0\0abc", "do not add up")]
    public async Task Request_Malformed_IsRefusedInWordsAndTheHostServesOn(string bytes, string words)
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(new CniReply(0, default)));
        using (var socket = host.Connect())
        {
            socket.Send(Encoding.Latin1.GetBytes(bytes));
            var frames = await ReadAllAsync(socket);
            Assert.Equal(FrameType.Reply, Assert.Single(frames).Type);
            Assert.Contains(words, Text(frames[0]), StringComparison.Ordinal);
        }

        Assert.Equal(0, (await WireClient.AskAsync(host.SocketPath, RequestKind.HostStatus, CancellationToken.None))!.ExitCode);
    }

    [Fact]
    public async Task Request_DescriptorsAnnouncedButNotSent_IsRefused()
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(new CniReply(0, default)));
        using var socket = host.Connect();
        socket.Send(Frame(w => w.Add(Field.Descriptors, (int)(Descriptors.HostNetns | Descriptors.ContainerNetns))));

        Assert.Contains("0 descriptors came", Text((await ReadAllAsync(socket))[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_Gone_IsSeenByWhoeverLooksAtTheVeryMoment()
    {
        var begun = new SemaphoreSlim(0);
        var left = new SemaphoreSlim(0);
        var seen = new TaskCompletionSource<(bool Before, bool After)>();
        await using var host = new RunningHost(async (request, _, _) =>
        {
            var before = request.CallerHasGone();
            begun.Release();
            await left.WaitAsync(Patience, CancellationToken.None);
            seen.SetResult((before, request.CallerHasGone()));
            return new CniReply(0, default);
        });
        using (var caller = host.Connect())
        {
            caller.Send(Frame(w => w.Add(Field.InvokedAs, "caller")));
            await begun.WaitAsync(Patience);
        }

        left.Release();
        Assert.Equal((false, true), await seen.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Caller_Gone_CancelsItsRequestOnly()
    {
        var begun = new SemaphoreSlim(0);
        var cancelled = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var host = new RunningHost(async (request, _, ct) =>
        {
            begun.Release();
            if (request.InvokedAs == "doomed")
            {
                using var registration = ct.Register(cancelled.SetResult);
                await cancelled.Task;
            }
            else
            {
                await release.Task;
                Assert.False(ct.IsCancellationRequested);
            }

            return new CniReply(0, default);
        });
        using var other = host.Connect();
        other.Send(Frame(w => w.Add(Field.InvokedAs, "other")));
        using (var doomed = host.Connect())
        {
            doomed.Send(Frame(w => w.Add(Field.InvokedAs, "doomed")));
            await begun.WaitAsync(Patience);
            await begun.WaitAsync(Patience);
        }

        await cancelled.Task.WaitAsync(Patience);
        release.SetResult();
        Assert.Equal(FrameType.Reply, (await ReadAllAsync(other))[^1].Type);
    }

    [Fact]
    public async Task Deadline_Passed_CancelsTheRequest()
    {
        await using var host = new RunningHost(async (_, _, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => { }, TaskScheduler.Default);
            return new CniReply(11, default);
        });
        using var socket = host.Connect();
        socket.Send(Frame(w => w.Add(Field.Deadline, 50)));

        Assert.Equal(FrameType.Reply, (await ReadAllAsync(socket))[^1].Type);
    }

    [Fact]
    public async Task Stop_WhileServing_FinishesWhatRunsAndLetsNobodyNewIn()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var host = new RunningHost(async (_, _, _) =>
        {
            begun.TrySetResult();
            await release.Task;
            return new CniReply(0, default);
        });
        using var socket = host.Connect();
        socket.Send(Frame(_ => { }));
        await begun.Task.WaitAsync(Patience);

        host.Stop();
        await WaitUntilAsync(() => !File.Exists(host.SocketPath));
        Assert.False(host.Ended.IsCompleted);
        Assert.Null(await WireClient.AskAsync(host.SocketPath, RequestKind.HostStatus, CancellationToken.None));
        release.SetResult();

        Assert.Equal(FrameType.Reply, (await ReadAllAsync(socket))[^1].Type);
        await host.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task Stop_OperationOverItsTime_IsCancelled()
    {
        await using var host = new RunningHost(
            async (_, _, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => { }, TaskScheduler.Default);
                return new CniReply(1, default);
            },
            drain: TimeSpan.FromMilliseconds(100));
        using var socket = host.Connect();
        socket.Send(Frame(_ => { }));
        Assert.True(socket.Poll(Patience, SelectMode.SelectRead));

        host.Stop();

        await host.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task Idle_WithoutRequests_EndsAndTakesItsSocketAway()
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(new CniReply(0, default)), idle: TimeSpan.FromMilliseconds(100));

        await host.Ended.WaitAsync(Patience);

        Assert.False(File.Exists(host.SocketPath));
        Assert.Contains(host.Log, l => l.Contains("idle", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Idle_CallersThatComeJustThen_AreServedOrFindNobodyButAreNeverDropped()
    {
        var served = 0;
        var nobody = 0;
        for (var round = 0; round < 150; round++)
        {
            await using var host = new RunningHost(
                (_, _, _) => Task.FromResult(new CniReply(0, default)), idle: TimeSpan.FromMilliseconds(2), lookEvery: TimeSpan.FromMilliseconds(1));
            await Task.Delay(round % 8);
            var frames = await TryCallAsync(host);
            if (frames is null || frames.Count == 0)
            {
                nobody++; // Before it was accepted: cnichain asks the next host.
            }
            else
            {
                Assert.Equal([FrameType.Accepted, FrameType.Reply], frames.Select(f => f.Type));
                served++;
            }
        }

        Assert.True(served > 0 && nobody > 0, $"{served} served, {nobody} not: the moment was never met");
    }

    [Fact]
    public async Task Request_OfANewerPeer_IsServedWithoutWhatIsNotKnown()
    {
        await using var host = new RunningHost((request, _, _) => Task.FromResult(new CniReply(0, request.Input)));
        using var socket = host.Connect();
        var frame = Frame(w =>
        {
            w.Add((Field)9999, "from the future");
            w.Add(Field.Input, "{}");
        });
        frame[5] = 9; // its minor version

        socket.Send(frame);

        Assert.Equal("{}", Text((await ReadAllAsync(socket))[^1]));
    }

    [Fact]
    public async Task SocketsPath_GivenToAnotherHost_EndsThisOneAndLeavesTheOther()
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(new CniReply(0, default)));
        File.Delete(host.SocketPath);
        using var other = ListenSocket.Bind(host.SocketPath);

        await host.Ended.WaitAsync(Patience);

        Assert.True(File.Exists(host.SocketPath));
        Assert.Contains(host.Log, l => l.Contains("another host's", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProgramFile_Replaced_EndsTheHost()
    {
        var program = Path.GetTempFileName();
        await using var host = new RunningHost((_, _, _) => Task.FromResult(new CniReply(0, default)), programFile: program);
        await WaitUntilAsync(() => File.Exists(host.SocketPath));
        File.SetLastWriteTimeUtc(program, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await host.Ended.WaitAsync(Patience);

        Assert.Contains(host.Log, l => l.Contains("another release", StringComparison.Ordinal));
        File.Delete(program);
    }

    [Fact]
    public async Task Bind_SecondHost_LeavesTheFirstAlone()
    {
        await using var host = new RunningHost((_, _, _) => Task.FromResult(new CniReply(0, default)));

        Assert.Null(ListenSocket.Bind(host.SocketPath));

        Assert.NotNull(await WireClient.AskAsync(host.SocketPath, RequestKind.HostStatus, CancellationToken.None));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.SocketPath));
    }

    [Fact]
    public async Task Bind_StaleSocket_IsReplaced()
    {
        var folder = Directory.CreateTempSubdirectory("cnichain-");
        var path = Path.Combine(folder.FullName, "host.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path + ".dead"));
            File.Move(path + ".dead", path);
        }

        using var listen = ListenSocket.Bind(path);

        Assert.NotNull(listen);
        folder.Delete(recursive: true);
        await Task.CompletedTask;
    }

    private static async Task<List<(FrameType Type, byte[] Body)>?> TryCallAsync(RunningHost host)
    {
        try
        {
            using var socket = host.Connect();
            socket.Send(Frame(w => w.Add(Field.Input, "{}")));
            return await ReadAllAsync(socket);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    private static byte[] Frame(Action<FrameWriterBox> fill)
    {
        var box = new FrameWriterBox();
        fill(box);
        return box.Finish();
    }

    private static string Text((FrameType Type, byte[] Body) frame)
    {
        var fields = new FieldReader(frame.Body);
        var text = "";
        while (fields.Next())
        {
            text = fields.Field == Field.Output ? Encoding.UTF8.GetString(fields.Value) : text;
        }

        return text;
    }

    private static async Task<List<(FrameType Type, byte[] Body)>> ReadAllAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        await using var stream = new NetworkStream(socket);
        var frames = new List<(FrameType, byte[])>();
        var head = new byte[FrameHeader.Size];
        while (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, limit.Token) == head.Length)
        {
            Assert.Equal(HeaderFault.None, FrameHeader.Read(head, out var header));
            var body = new byte[header.Length];
            await stream.ReadExactlyAsync(body, limit.Token);
            frames.Add((header.Type, body));
        }

        return frames;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }
}
