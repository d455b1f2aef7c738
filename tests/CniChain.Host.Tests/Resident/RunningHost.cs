using System.Net.Sockets;
using CniChain.Host.Resident;

namespace CniChain.Host.Tests.Resident;

/// <summary>A resident host in this process, in a folder of its own.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnichain-");
    private readonly ResidentHost _host;

    public RunningHost(
        Func<WireRequest, Stream, CancellationToken, Task<CniReply>> answer,
        TimeSpan? idle = null,
        string? programFile = null,
        TimeSpan? drain = null,
        TimeSpan? lookEvery = null,
        int mostConnections = int.MaxValue,
        Func<bool>? isShortOfDescriptors = null)
    {
        SocketPath = Path.Combine(_folder.FullName, "run", "host.sock");
        var options = new ResidentOptions
        {
            IdleTime = idle,
            LookEvery = lookEvery ?? TimeSpan.FromMilliseconds(20),
            ProgramFile = programFile,
            DrainTime = drain ?? TimeSpan.FromSeconds(30),
        };
        Listen = ListenSocket.Bind(SocketPath)!;
        Handler = new FakeHandler(answer);
        _host = new ResidentHost(Listen, Handler, options, TimeProvider.System, Log.Enqueue)
        {
            MostConnections = () => mostConnections,
            IsShortOfDescriptors = isShortOfDescriptors ?? (static () => false),
        };
        Ended = _host.RunAsync();
    }

    public FakeHandler Handler { get; }

    public string SocketPath { get; }

    public ListenSocket Listen { get; }

    public Task Ended { get; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = new();

    public void Stop() => _host.Stop();

    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await Ended.WaitAsync(TimeSpan.FromSeconds(60));
        _folder.Delete(recursive: true);
    }
}
