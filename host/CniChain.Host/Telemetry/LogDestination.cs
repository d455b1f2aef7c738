namespace CniChain.Host;

/// <summary>Where CNICHAIN_LOG sends a line an operation: "journald", "stderr", or a file's absolute path.</summary>
internal static class LogDestination
{
    public const string Variable = "CNICHAIN_LOG";

    /// <summary>Opens it.</summary>
    /// <param name="text">The variable; null or empty for none.</param>
    /// <param name="log">Takes the reason when it cannot be opened: a log must not keep a container from its network.</param>
    /// <returns>Null when there is none.</returns>
    public static IOperationLog? Open(string? text, StderrLog log)
    {
        try
        {
            return text switch
            {
                null or "" or "off" => null,
                "journald" => JournaldLog.Open(),
                "stderr" => new StderrOperationLog(log),
                _ when Path.IsPathRooted(text) => FileOperationLog.Open(text),
                _ => throw new CniException(
                    CniErrorCode.InvalidEnvironment, $"{Variable} is \"{text}\"; give journald, stderr, off, or the absolute path of a file"),
            };
        }
        catch (Exception e) when (e is CniException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            log.Warn($"operations are not logged to {text}: {e.Message}");
            return null;
        }
    }
}
