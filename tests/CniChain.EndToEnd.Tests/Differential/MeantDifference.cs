using System.Text.RegularExpressions;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>A difference between the two sets of plugins that is meant.</summary>
/// <param name="Reason">Why ours is not as the reference is.</param>
/// <param name="Applies">In which configurations.</param>
/// <param name="Step">The step of the run, as "ADD", "CHECK", "state after ADD"; a pattern.</param>
/// <param name="Line">The lines that differ; a pattern.</param>
internal sealed record MeantDifference(string Reason, Func<NetworkCase, bool> Applies, string Step, string Line)
{
    public bool Covers(NetworkCase network, string step, string line) =>
        Applies(network) && Regex.IsMatch(step, $"^(?:{Step})$") && Regex.IsMatch(line, Line);
}
