namespace CniChain.Host.Commands;

/// <summary>What a command sees of the world around it; a test brings its own.</summary>
internal sealed record CommandContext
{
    private const int NoTerminalWidth = 160;

    // A terminal that does not tell its size, such as a serial line's.
    private const int UnknownWidth = 80;

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Where plugins' log lines go, unbuffered; the same place as <see cref="Error"/>.</summary>
    public Stream PluginError { get; init; } = Stream.Null;

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal; where there is none, enough for a table.</summary>
    public int Width { get; init; } = NoTerminalWidth;

    /// <summary>Lines of the terminal; null where there is none, or it does not tell.</summary>
    public int? Height { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable; null when unset.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The environment that executed plugins inherit, without what belongs to one call.</summary>
    public IReadOnlyDictionary<string, string> Inherited { get; init; } = new Dictionary<string, string>();

    /// <summary>Serves a request: the host in this process.</summary>
    public required Func<CniRequest, CancellationToken, Task<CniReply>> Serve { get; init; }

    /// <summary>Opens what plugins are found and asked with beside the verbs: the host in this process.</summary>
    public required Func<CniRequest, RequestScope> OpenScope { get; init; }

    /// <summary>Reads the leases that plugins keep.</summary>
    public Func<IReadOnlyList<LeaseView>> Leases { get; init; } = static () => [];

    /// <summary>The folder of the journal.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Where the journal lies, for who reads it without a host.</summary>
    public ChainHostOptions HostOptions => new() { StateDirectory = StateDirectory };

    /// <summary>libcni's cache, where runtimes and cnitool note their attachments.</summary>
    public string RuntimeCache { get; init; } = "/var/lib/cni/results";

    /// <summary>The context of this process.</summary>
    public static CommandContext FromProcess()
    {
        var options = ChainHostOptions.FromEnvironment(new StderrLog(StandardStreams.OpenStderr()));
        // The host is made when a verb needs it: help and completion must not wait for it.
        var host = new Lazy<ChainHost>(() => new ChainHost(options));
        // All of it without System.Console, which switches a terminal into another mode at first use. And before stdout is claimed.
        var (outputIsTerminal, errorIsTerminal) = StandardStreams.AreTerminals();
        var width = outputIsTerminal || errorIsTerminal ? StandardStreams.TerminalSize()?.Columns ?? UnknownWidth : NoTerminalWidth;
        return new CommandContext
        {
            // A plugin that prints must not stand in the middle of the result.
            Output = NewWriter(StandardStreams.ClaimStdout()),
            Error = NewWriter(StandardStreams.OpenStderr()),
            PluginError = StandardStreams.OpenStderr(),
            OutputIsTerminal = outputIsTerminal,
            ErrorIsTerminal = errorIsTerminal,
            Width = width,
            Height = outputIsTerminal ? StandardStreams.TerminalSize()?.Lines : null,
            Variable = Environment.GetEnvironmentVariable,
            Inherited = ReadInherited(),
            Serve = (request, cancellationToken) => host.Value.ServeAsync(request, cancellationToken),
            OpenScope = request => host.Value.NewScope(request),
            Leases = () => new LeaseSources(host.Value.Catalog, options, new StderrLog(StandardStreams.OpenStderr())).Read(),
            StateDirectory = options.StateDirectory,
        };
    }

    private static StreamWriter NewWriter(Stream stream) => new(stream) { AutoFlush = true };

    private static Dictionary<string, string> ReadInherited()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in CallerVariables.Read())
        {
            if (!name.StartsWith("CNI_", StringComparison.Ordinal) && name is not ("CAP_ARGS" or "NETCONFPATH"))
            {
                variables[name] = value;
            }
        }

        return variables;
    }
}
