namespace CniChain.Host;

/// <summary>Turns whatever leaves a plugin into the error a runtime reads: which plugin, what it said, the code that fits.</summary>
internal static class Failure
{
    /// <summary>Makes the error.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="plugin">The plugin.</param>
    /// <param name="verb">What it was doing.</param>
    /// <param name="cancellationToken">The call's token: tells a cancelled call from a plugin's own timeout.</param>
    public static CniException From(Exception e, IChainPlugin plugin, CniVerb verb, CancellationToken cancellationToken)
    {
        if (e is AggregateException { InnerExceptions.Count: > 0 } aggregate)
        {
            return From(aggregate.InnerExceptions[0], plugin, verb, cancellationToken);
        }

        return e switch
        {
            CniException known => Named(known, CodeOf(known, verb), plugin.Type),
            OperationCanceledException when cancellationToken.IsCancellationRequested =>
                New(CniErrorCode.TryAgainLater, $"{plugin.Type}: {Verbs.Name(verb)} was cancelled: the caller has gone or the time is up", e),
            _ when KernelError.From(e) is { } errno =>
                New(KernelError.Code(errno, verb), $"{plugin.Type}: {Sentence(e)}", e),
            _ when PluginLoadError.Explain(e, plugin) is { } sentence => New(CniErrorCode.PluginUnusable, sentence, e),
            // A lock that somebody held all the time, a peer that did not answer; memory, or threads, of which there are none just now.
            TimeoutException or OutOfMemoryException => New(CniErrorCode.TryAgainLater, $"{plugin.Type}: {Sentence(e)}", e),
            UnauthorizedAccessException or IOException => New(CniErrorCode.IoFailure, $"{plugin.Type}: {Sentence(e)}", e),
            _ => New(CniErrorCode.Internal, $"plugin {plugin.Type}: {e.GetType().Name}: {Sentence(e)}", e),
        };
    }

    /// <summary>Makes the error for a plugin that could not be found or loaded.</summary>
    public static CniException From(Exception e, string type) => e switch
    {
        CniException known => known,
        _ => New(CniErrorCode.Internal, $"plugin {type}: {e.GetType().Name}: {Sentence(e)}", e),
    };

    private static CniException Named(CniException e, CniErrorCode code, string type)
    {
        var isNamed = e.Message.Contains(type, StringComparison.Ordinal);
        return isNamed && code == e.Code ? e : new CniException(code, isNamed ? e.Message : $"{type}: {e.Message}", e.Details, e);
    }

    // Out of descriptors, say: the plugin says what could not be done, the kernel's errno below it that another try is worth while.
    private static CniErrorCode CodeOf(CniException e, CniVerb verb) =>
        e.Code == CniErrorCode.IoFailure && verb != CniVerb.Status && e.InnerException is { } cause && KernelError.From(cause) is { } errno
            ? KernelError.Code(errno, verb)
            : e.Code;

    // The trace ends up in the runtime's log, one line an error.
    private static string Sentence(Exception e) => e.Message.ReplaceLineEndings(" ");

    private static CniException New(CniErrorCode code, string message, Exception e) => new(code, message, null, e);
}
