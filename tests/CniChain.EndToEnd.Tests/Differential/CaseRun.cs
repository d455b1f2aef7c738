using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>Runs one configuration with both sets of plugins, step by step, and tells where they part.</summary>
internal sealed class CaseRun(NodePair pair, NetworkCase network)
{
    // The kernel settles carriers and duplicate address detection in its own time.
    private const int Attempts = 40;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly List<(string Step, string Line)> _differences = [];

    /// <summary>Runs it.</summary>
    /// <returns>What differs and is not meant; the meant differences that were seen are counted.</returns>
    public IReadOnlyList<string> Run(ISet<MeantDifference> seen)
    {
        pair.Prepare(network.Setup);
        var sides = pair.Both((node, set) => new Side(node, set, network));
        try
        {
            Run(sides.Reference, sides.Ours);
        }
        finally
        {
            pair.Both((node, set) => set == PluginSet.Reference ? sides.Reference.Leave() : sides.Ours.Leave());
        }

        return [.. _differences.Where(d => !IsMeant(d.Step, d.Line, seen)).Select(d => $"{d.Step}: {d.Line}")];
    }

    private void Run(Side reference, Side ours)
    {
        var added = Compare("ADD", reference, ours, side => side.Add());
        if (added is null)
        {
            // One of them refuses what the other accepts: from here on there is nothing to compare, but ours has to clean up.
            pair.Both((_, set) => (set == PluginSet.Reference ? reference : ours).Delete());
        }
        else
        {
            RunOn(reference, ours, added.Value);
        }

        if (ours.Ruleset() is { Length: > 0 } left)
        {
            _differences.Add(("state after DEL", $"ours leaves {left}"));
        }
    }

    private void RunOn(Side reference, Side ours, bool isAttached)
    {
        if (isAttached)
        {
            CompareState("state after ADD", reference, ours);
            if (network.HasCheck)
            {
                Compare("CHECK", reference, ours, side => side.Check());
            }
        }

        Compare("DEL", reference, ours, side => side.Delete());
        CompareState("state after DEL", reference, ours);
        Compare("second DEL", reference, ours, side => side.Delete());
    }

    /// <returns>Whether both succeeded; null when they part over that.</returns>
    private bool? Compare(string step, Side reference, Side ours, Func<Side, IReadOnlyList<Outcome>> act)
    {
        var (expected, actual) = pair.Both((_, set) => act(set == PluginSet.Reference ? reference : ours));
        foreach (var (theirs, mine) in expected.Zip(actual))
        {
            if (Outcome.Difference(theirs, mine) is { } difference)
            {
                _differences.Add((step, difference));
            }
        }

        var (isTheirs, isOurs) = (expected.All(o => o.Error is null), actual.All(o => o.Error is null));
        return isTheirs == isOurs ? isOurs : null;
    }

    private void CompareState(string step, Side reference, Side ours)
    {
        var difference = Differ(reference, ours);
        for (var attempt = 1; attempt < Attempts && difference.Any(line => !IsMeant(step, line, null)); attempt++)
        {
            Thread.Sleep(s_pause);
            difference = Differ(reference, ours);
        }

        _differences.AddRange(difference.Select(line => (step, line)));
    }

    private List<string> Differ(Side reference, Side ours)
    {
        var (expected, actual) = pair.Both((_, set) => (set == PluginSet.Reference ? reference : ours).State());
        return [.. Without(expected, actual).Select(l => "reference " + l), .. Without(actual, expected).Select(l => "ours " + l)];
    }

    private static List<string> Without(IEnumerable<string> lines, IEnumerable<string> others)
    {
        var left = lines.ToList();
        foreach (var other in others)
        {
            left.Remove(other);
        }

        return left;
    }

    private bool IsMeant(string step, string line, ISet<MeantDifference>? seen)
    {
        foreach (var meant in MeantDifferences.All)
        {
            if (meant.Covers(network, step, line))
            {
                seen?.Add(meant);
                return true;
            }
        }

        return false;
    }
}
