using CniChain.Wire;

namespace CniChain.Host.Resident;

/// <summary>Where the resident host listens and logs.</summary>
/// <param name="Socket">The socket's path.</param>
internal sealed record HostPaths(string Socket)
{
    /// <summary>The variable that moves the socket.</summary>
    public const string SocketVariable = "CNICHAIN_SOCKET";

    /// <summary>The log of a host that cnichain started; a service manager keeps its own.</summary>
    public string Log => Path.Combine(Path.GetDirectoryName(Socket) ?? "/", "host.log");

    /// <summary>What the log held before it grew too long.</summary>
    public string OlderLog => Log + ".1";

    /// <summary>Reads CNICHAIN_SOCKET.</summary>
    /// <param name="variable">Reads an environment variable; null when unset.</param>
    public static HostPaths From(Func<string, string?> variable) =>
        new(variable(SocketVariable) is { Length: > 0 } path ? path : WireProtocol.DefaultSocket);
}
