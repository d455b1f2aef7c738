using System.Text;
using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

/// <summary>A world around a command in which the host answers what the test says, and keeps what it was asked.</summary>
internal sealed class FakeWorld : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public TempFolder Folder { get; } = new();

    public List<CniRequest> Requests { get; } = [];

    public Dictionary<string, string> Variables { get; } = [];

    public CniReply Reply { get; set; } = new(0, default);

    public bool IsTerminal { get; init; }

    /// <summary>The folder of plugin assemblies; none by default.</summary>
    public string PluginDirectory { get; init; } = "/nonexistent";

    public IReadOnlyList<LeaseView> Leases { get; init; } = [];

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    /// <summary>Runs a command on the networks in <see cref="Folder"/>.</summary>
    public async Task<int> RunAsync(params string[] args)
    {
        Variables["NETCONFPATH"] = Folder.Path;
        return await CommandLine.RunAsync(args, Context());
    }

    public CommandContext Context() => new()
    {
        Output = _output,
        Error = _error,
        OutputIsTerminal = IsTerminal,
        ErrorIsTerminal = IsTerminal,
        Variable = Variables.GetValueOrDefault,
        Serve = (request, _) =>
        {
            Requests.Add(request);
            return Task.FromResult(Reply);
        },
        OpenScope = new ChainHost(new ChainHostOptions
        {
            StateDirectory = Path.Combine(Folder.Path, "state"),
            PluginDirectory = PluginDirectory,
        }).NewScope,
        Leases = () => Leases,
        StateDirectory = Path.Combine(Folder.Path, "state"),
        RuntimeCache = Path.Combine(Folder.Path, "cache"),
    };

    public static CniReply Failure(string json) => new(1, Encoding.UTF8.GetBytes(json));

    public void Dispose() => Folder.Dispose();
}
