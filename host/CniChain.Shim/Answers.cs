using System.Globalization;
using System.Text;

namespace CniChain.Shim;

/// <summary>What this program says by itself.</summary>
internal static class Answers
{
    /// <summary>The specification's code for a failure to read or write.</summary>
    public const int IoFailure = 5;

    /// <summary>The specification's code for what may work at another time.</summary>
    public const int TryAgainLater = 11;

    /// <summary>The answer to VERSION: compact and with a newline, the newest version whatever the input says, as the reference plugins do.</summary>
    public static ReadOnlySpan<byte> Version =>
        "{\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"0.1.0\",\"0.2.0\",\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}\n"u8;

    /// <summary>Tells a person what this is. No failure: installers run plugins bare, as the reference's, to see that they start.</summary>
    /// <returns>The exit status.</returns>
    public static int Usage()
    {
        StandardOutput.WriteError(
            """
            cnichain: one CNI plugin that runs the chain behind it in one process.
              A container runtime starts it with CNI_COMMAND set and a network configuration on stdin.
              By hand:  cnichain add|del|check NETWORK CONTAINER    attach, detach, compare
                        cnichain status|gc NETWORK                  ready for ADD? remove what has no container
                        cnichain --help
            CNI protocol versions supported: 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0

            """u8);
        return 0;
    }

    /// <summary>Answers with a CNI error.</summary>
    /// <param name="code">The specification's code.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="details">More, or null.</param>
    /// <returns>The exit status, 1.</returns>
    public static int Error(int code, string message, string? details = null)
    {
        var json = new StringBuilder(256).Append(CultureInfo.InvariantCulture, $"{{\n    \"code\": {code},\n    \"msg\": \"");
        AppendEscaped(json, message);
        if (details is not null)
        {
            AppendEscaped(json.Append("\",\n    \"details\": \""), details);
        }

        _ = StandardOutput.Write(Encoding.UTF8.GetBytes(json.Append("\"\n}\n").ToString()));
        return 1;
    }

    private static void AppendEscaped(StringBuilder json, string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => json.Append('\\').Append(c),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }
    }
}
