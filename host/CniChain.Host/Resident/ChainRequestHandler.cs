using System.Text;
using CniChain.Linux;
using CniChain.Wire;

namespace CniChain.Host.Resident;

/// <summary>Answers what comes over the socket: CNI verbs through the chain, questions about the host itself.</summary>
internal sealed class ChainRequestHandler(ChainHost chain, OperationGate gate, RecentOperations? recent, TimeProvider time) : IRequestHandler
{
    private readonly long _started = time.GetTimestamp();
    private long _served;

    /// <summary>Called when a caller asks the host to end.</summary>
    public Action Stop { get; set; } = static () => { };

    public Task<CniReply> HandleAsync(WireRequest request, Stream stderr, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _served);
        return request.Kind switch
        {
            RequestKind.Cni => ServeAsync(request, stderr, cancellationToken),
            RequestKind.HostStatus => Task.FromResult(Status()),
            RequestKind.RecentOperations => Task.FromResult(Recent(r => OperationsJson.Write(r.Operations))),
            RequestKind.Figures => Task.FromResult(Recent(r => FiguresJson.Write(r.Figures.Read() with
            {
                Running = gate.Running,
                Waiting = gate.Waiting,
                Uptime = time.GetElapsedTime(_started),
            }))),
            RequestKind.HostStop => Task.FromResult(StopNow()),
            RequestKind.Plugins => Task.FromResult(new CniReply(0, PluginsJson.ToUtf8(chain.Catalog.List()))),
            _ => Task.FromResult(Unknown(request.Kind)),
        };
    }

    public async Task TakeBackAsync(WireRequest request, JournalEntry made)
    {
        using var hostNetns = NetworkNamespace.FromHandle(request.HostNetns!);
        await chain.TakeBackAsync(CniRequest.FromVariables(request.Environment, hostNetns), made);
    }

    private async Task<CniReply> ServeAsync(WireRequest request, Stream stderr, CancellationToken cancellationToken)
    {
        try
        {
            if (request.HostNetns is null)
            {
                throw new CniException(CniErrorCode.InvalidNetns, "cnichain sent no descriptor of its own network namespace");
            }

            using var hostNetns = NetworkNamespace.FromHandle(request.HostNetns);
            using var netns = OpenNetns(request);
            return await chain.ServeAsync(
                CniRequest.FromVariables(request.Environment, hostNetns) with
                {
                    As = request.InvokedAs,
                    Config = request.Input,
                    Netns = netns,
                    Stderr = stderr,
                    CallerHasGone = request.CallerHasGone,
                },
                cancellationToken);
        }
        catch (LinuxException e)
        {
            return Failure(CniErrorCode.InvalidNetns, $"the caller's network namespace cannot be used: {e.Message}");
        }
        catch (CniException e)
        {
            return Failure(e.Code, e.Message);
        }
    }

    /// <summary>The container's namespace, if the descriptor is one; if not, the chain says what is wrong with the path.</summary>
    private static NetworkNamespace? OpenNetns(WireRequest request)
    {
        try
        {
            return request.ContainerNetns is { } handle ? NetworkNamespace.FromHandle(handle) : null;
        }
        catch (LinuxException)
        {
            return null;
        }
    }

    private CniReply Status() => new(0, JsonText.WriteObject(
        json =>
        {
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteString("version", typeof(ChainHost).Assembly.GetName().Version?.ToString(3));
            json.WriteNumber("protocolMajor", WireProtocol.Major);
            json.WriteNumber("uptimeSeconds", Math.Round(time.GetElapsedTime(_started).TotalSeconds, 1));
            json.WriteNumber("requests", Volatile.Read(ref _served));
            json.WriteNumber("running", gate.Running);
            json.WriteNumber("waiting", gate.Waiting);
            json.WriteNumber("workingSetBytes", Environment.WorkingSet);
        },
        indented: false));

    private CniReply Recent(Func<RecentOperations, byte[]> read) => recent is not null
        ? new CniReply(0, read(recent))
        : Failure(CniErrorCode.TryAgainLater, $"this host keeps no operations: it runs with {ServeCommand.RecentVariable}=0");

    private CniReply StopNow()
    {
        Stop();
        return new CniReply(0, Encoding.UTF8.GetBytes("{\"stopping\":true}"));
    }

    private static CniReply Unknown(RequestKind kind) =>
        Failure(CniErrorCode.Internal, $"the host does not know requests of kind {(int)kind}; it is older than cnichain, so run `cnichain host stop`");

    private static CniReply Failure(CniErrorCode code, string message) => new(1, CniError.ToUtf8(new CniException(code, message), null));
}
