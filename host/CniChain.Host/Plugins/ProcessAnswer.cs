using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>Reads what an executed plugin printed, and shapes an error out of whatever a failed one left, as libcni does.</summary>
internal static class ProcessAnswer
{
    private const int MaxQuote = 2000;

    /// <summary>The result of an ADD that exited with 0.</summary>
    /// <exception cref="CniException">Code 6: not a result.</exception>
    public static CniResult ReadResult(ProcessOutput output, string type, CniVersion version)
    {
        if (IsBlank(output.Stdout.Span))
        {
            throw new CniException(CniErrorCode.DecodingFailure, $"plugin {type} succeeded but printed no result");
        }

        try
        {
            return CniResultReader.Read(JsonElement.Parse(output.Stdout.Span), version);
        }
        catch (JsonException e)
        {
            throw new CniException(CniErrorCode.DecodingFailure, $"plugin {type} printed no JSON result: {Quote(output.Stdout.Span)}", null, e);
        }
        catch (CniException e)
        {
            throw new CniException(e.Code, $"plugin {type}: {e.Message}", e.Details, e);
        }
    }

    /// <summary>The error of a run that did not exit with 0.</summary>
    public static CniException ReadError(ProcessOutput output, string type)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"exit status {output.ExitCode}");
        if (FindError(output.Stdout.Span) is { } error)
        {
            return error;
        }

        var text = !IsBlank(output.Stdout.Span)
            ? $"plugin {type} failed ({status}) and printed {Quote(output.Stdout.Span)}"
            : output.Stderr.Trim() is { Length: > 0 } stderr
                ? $"plugin {type} failed ({status}): \"{stderr.ReplaceLineEndings(" ")}\""
                : $"plugin {type} failed with no error message ({status})";
        return new CniException(CniErrorCode.Internal, text);
    }

    /// <summary>The last error among the documents: a Go plugin that fails its last check has already printed its result.</summary>
    private static CniException? FindError(ReadOnlySpan<byte> stdout)
    {
        CniException? error = null;
        var reader = new Utf8JsonReader(stdout, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                error = CniError.Read(JsonElement.ParseValue(ref reader)) ?? error;
            }
        }
        catch (JsonException)
        {
            // Text between or behind the documents; what was understood so far counts.
            return error;
        }

        return error;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.TrimEnd(" \t\r\n"u8).IsEmpty;

    private static string Quote(ReadOnlySpan<byte> text)
    {
        var quoted = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxQuote)]).Trim().ReplaceLineEndings(" ");
        return $"\"{quoted}\"";
    }
}
