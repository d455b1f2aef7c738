namespace CniChain.Host;

/// <summary>What was to replace a plugin and could not: not tried again, nor told again, until it changes. Not safe for concurrent use.</summary>
internal sealed class RefusedPlugins
{
    private readonly Dictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);

    /// <summary>Whether another try would end the same.</summary>
    /// <param name="real">The assembly.</param>
    /// <param name="file">What its directory knows of it: the same object as long as no write was seen.</param>
    public bool IsKnown(string real, PluginFile file) =>
        _refusals.TryGetValue(real, out var known) && ReferenceEquals(known.File, file) && known.Content is { IsSettled: true } content && content.IsCurrent();

    /// <summary>Remembers one.</summary>
    /// <returns>Whether it says anything new: a file that is fresh is tried more than once.</returns>
    public bool Add(string real, PluginFile file, PluginContent content, CniException problem)
    {
        var isNew = !_refusals.TryGetValue(real, out var known) || known.Problem.Message != problem.Message || !known.Content.IsCurrent();
        _refusals[real] = new Refusal(file, content, problem);
        return isNew;
    }

    /// <summary>It was loaded after all.</summary>
    public void Remove(string real) => _refusals.Remove(real);

    /// <summary>Why one was refused; null when it was not.</summary>
    public CniException? ProblemOf(string real) => _refusals.GetValueOrDefault(real)?.Problem;

    private sealed record Refusal(PluginFile File, PluginContent Content, CniException Problem);
}
