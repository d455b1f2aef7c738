using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary>What stands around every verb: its trace when asked for, and its failure as one error.</summary>
internal static class VerbFrame
{
    /// <summary>Runs a verb.</summary>
    /// <param name="context">The world around.</param>
    /// <param name="options">The options that say how to answer.</param>
    /// <param name="parsed">What was typed.</param>
    /// <param name="verb">The verb.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(CommandContext context, NetworkOptions options, ParseResult parsed, Func<Terminal, Task<int>> verb)
    {
        var terminal = new Terminal(context, options.Json(parsed));
        using var spans = options.Trace(parsed) ? new SpanRecorder() : null;
        try
        {
            return await verb(terminal);
        }
        catch (CniException e)
        {
            return terminal.Fail(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(new CniException(CniErrorCode.IoFailure, e.Message, null, e));
        }
        finally
        {
            if (spans is not null)
            {
                TraceView.Write(terminal.Error(), spans.Spans);
            }
        }
    }
}
