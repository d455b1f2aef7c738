namespace CniChain.Shim;

/// <summary>What of the caller's environment becomes that of the host's own process.</summary>
/// <remarks>
/// The rest goes past it to the plugins it executes: <see cref="WithheldEnvironment"/>.
/// A list of what may pass, since what must not is endless: DOTNET_STARTUP_HOOKS and LD_PRELOAD would run the caller's code in a host that
/// serves others, DOTNET_gcServer in a runtime's unit file would cost every call 50 ms. HOME is not on it: the host and .NET keep nothing
/// there, and no two runtimes set it alike.
/// </remarks>
internal static class AllowedEnvironment
{
    /// <summary>Whether "NAME=value" may stand in the environment of a cnichaind.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>True when it may.</returns>
    public static bool Holds(ReadOnlySpan<byte> entry)
    {
        var end = entry.IndexOf((byte)'=');
        return end > 0 && (HasPrefix(entry) || IsListed(entry[..end]));
    }

    /// <summary>Whether "NAME=value" may pass to a host that goes on to serve other calls: the caller's request and trace are not its own.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>True when it may.</returns>
    public static bool OutlivesTheCall(ReadOnlySpan<byte> entry) =>
        Holds(entry) && !entry.StartsWith("CNI_"u8) && !entry.StartsWith("TRACE"u8) && !entry.StartsWith("BAGGAGE="u8);

    // CNI's own, the exporter's, ours; the locale in its many variables.
    private static bool HasPrefix(ReadOnlySpan<byte> entry) =>
        entry.StartsWith("CNI_"u8) || entry.StartsWith("OTEL_"u8) || entry.StartsWith("CNICHAIN_"u8) || entry.StartsWith("LC_"u8);

    private static bool IsListed(ReadOnlySpan<byte> name) =>
        // The caller's trace.
        name.SequenceEqual("TRACEPARENT"u8) || name.SequenceEqual("TRACESTATE"u8) || name.SequenceEqual("BAGGAGE"u8)
        // Executed plugins look for iptables and the like; cnichaind itself is never looked for there.
        || name.SequenceEqual("PATH"u8)
        // Times in logs, and where temporary files may go.
        || name.SequenceEqual("TZ"u8) || name.SequenceEqual("LANG"u8) || name.SequenceEqual("TMPDIR"u8)
        // The command line's: cnitool's two without the prefix, and what a terminal can show.
        || name.SequenceEqual("NETCONFPATH"u8) || name.SequenceEqual("CAP_ARGS"u8)
        || name.SequenceEqual("TERM"u8) || name.SequenceEqual("COLORTERM"u8) || name.SequenceEqual("NO_COLOR"u8)
        || name.SequenceEqual("COLUMNS"u8) || name.SequenceEqual("LINES"u8);
}
