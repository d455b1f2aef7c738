using System.Globalization;
using System.Text;

namespace CniChain.Host;

/// <summary>An operation as one line of key=value pairs (logfmt), which a person can read and every log store can take apart.</summary>
internal static class LogLine
{
    /// <summary>Writes it, without the line's end.</summary>
    public static string Of(in OperationOutcome operation)
    {
        var line = new StringBuilder(256);
        line.Append("time=").Append(operation.Ended.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        line.Append(operation.Failure is null ? " level=info" : " level=error");
        Add(line, "verb", operation.Request.Command);
        Add(line, "network", operation.Network);
        Add(line, "container", operation.Request.ContainerId);
        Add(line, "ifname", operation.Request.IfName);
        Add(line, "pod", PodArgs.Read(operation.Request.Args).Title);
        line.Append(CultureInfo.InvariantCulture, $" duration_ms={operation.Duration.TotalMilliseconds:0.000}");
        line.Append(CultureInfo.InvariantCulture, $" code={(int)(operation.Failure?.Code ?? 0)}");
        Add(line, "addresses", operation.Addresses);
        Add(line, "error", operation.Failure?.Message);
        if (operation.Trace != default)
        {
            line.Append(CultureInfo.InvariantCulture, $" trace_id={operation.Trace.TraceId} span_id={operation.Trace.SpanId}");
        }

        return line.ToString();
    }

    /// <summary>A sentence, for where the rest goes into fields of its own.</summary>
    public static string Title(in OperationOutcome operation)
    {
        var subject = operation.Request.ContainerId.Length > 0 ? $" {operation.Request.ContainerId}/{operation.Request.IfName}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{operation.Request.Command} {operation.Network}{subject}: {operation.Failure?.Message ?? "done"} ({operation.Duration.TotalMilliseconds:0.0} ms)");
    }

    private static void Add(StringBuilder line, string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        line.Append(' ').Append(key).Append('=');
        if (!NeedsQuotes(value))
        {
            line.Append(value);
            return;
        }

        line.Append('"');
        foreach (var c in value)
        {
            // A container's name must not make two lines out of one.
            _ = c switch
            {
                '"' or '\\' => line.Append('\\').Append(c),
                '\n' => line.Append("\\n"),
                _ when char.IsControl(c) => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => line.Append(c),
            };
        }

        line.Append('"');
    }

    private static bool NeedsQuotes(string value)
    {
        foreach (var c in value)
        {
            if (c is ' ' or '"' or '=' or '\\' || char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }
}
