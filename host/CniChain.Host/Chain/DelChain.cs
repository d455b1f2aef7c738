namespace CniChain.Host;

/// <summary>Decides which chain a DEL undoes: what the request says, or what the journal saw at ADD.</summary>
/// <remarks>
/// The journal wins when the request's chain stands in a file (which may have changed or gone since) or names other plugins than ADD
/// ran. Otherwise the request wins: somebody may have corrected a value that made DEL fail.
/// </remarks>
internal sealed class DelChain(RequestScope scope, RequestConfig config, string? asType)
{
    /// <summary>Decides.</summary>
    /// <returns>The chain, and the journal's entry or null.</returns>
    /// <exception cref="CniException">The request's chain cannot be read and the journal has none.</exception>
    public (ChainDefinition Chain, JournalEntry? Entry) Choose()
    {
        ChainDefinition chain;
        try
        {
            chain = ChainReader.Read(config, asType);
        }
        catch (CniException e)
        {
            // A call from inside another operation: what the journal has is that one's, and would only lead here again.
            var nested = scope.Request.Environment.ContainsKey(ExecutablePlugin.ExecutedVariable);
            var left = nested ? null : FindWithoutChain();
            if (left is null)
            {
                throw;
            }

            scope.Log.Warn($"DEL goes by the chain as it was at ADD: {e.Message}");
            return (left.Chain, left);
        }

        var entry = scope.Journal.Read(AttachmentKey.Of(scope.Request, chain.Network), out _);
        return (entry is not null && (chain.FromFile || !chain.HasSameTypesAs(entry.Chain)) ? entry.Chain : chain, entry);
    }

    /// <summary>The journal goes by the conflist's own network name; when the conflist is gone, by the path it had.</summary>
    private JournalEntry? FindWithoutChain()
    {
        var key = AttachmentKey.Of(scope.Request, config.Name);
        if (scope.Journal.Read(key, out _) is { } entry)
        {
            return entry;
        }

        var path = JsonKeys.TryGet(config.Json, "conflist", out var value) ? value.ToString() : null;
        foreach (var candidate in scope.Journal.List(null, out _))
        {
            if (candidate.Chain.Source == path && candidate.Key == AttachmentKey.Of(scope.Request, candidate.Key.Attachment.Network))
            {
                return candidate;
            }
        }

        return null;
    }
}
