using System.Collections.Concurrent;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>The same verbs on the same configurations with the reference plugins and with ours, each on a node of its own.</summary>
/// <remarks>
/// Compared are results, error codes, links, addresses, bridge ports, VLANs, routes, the sysctls that plugins set, and lease files.
/// <see cref="MeantDifferences"/> has what may differ; an entry that no configuration shows fails the test too.
/// </remarks>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int Generated = 160;
    private const int Workers = 3;

    [Fact]
    public async Task SameConfigurations_ReferenceAndOurs_DifferOnlyWhereMeant()
    {
        var seen = await RunAsync([.. GeneratedCases.All(Generated), .. RefusedCases.All()]);
        Assert.Empty(MeantDifferences.All.Except(seen).Select(d => $"no configuration shows this: {d.Reason}"));
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public async Task SameVlanConfigurations_ReferenceAndOurs_DifferOnlyWhereMeant()
    {
        using (var probe = TestNamespace.Create())
        {
            Assert.SkipUnless(
                probe.TryExec("ip link add probe type bridge vlan_filtering 1").ExitCode == 0,
                "needs a kernel with CONFIG_BRIDGE_VLAN_FILTERING");
        }

        await RunAsync([.. VlanCases.All()]);
    }

    private async Task<IEnumerable<MeantDifference>> RunAsync(IReadOnlyList<NetworkCase> cases)
    {
        var seen = new ConcurrentDictionary<MeantDifference, bool>();
        var failures = new ConcurrentBag<string>();
        var pairs = new ConcurrentBag<NodePair>();
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = TestContext.Current.CancellationToken };
            await Parallel.ForEachAsync(cases, options, (network, _) =>
            {
                var pair = pairs.TryTake(out var free) ? free : NodePair.Create();
                try
                {
                    Report(network, pair, seen, failures);
                }
                finally
                {
                    pairs.Add(pair);
                }

                return ValueTask.CompletedTask;
            });
        }
        finally
        {
            foreach (var pair in pairs)
            {
                pair.Dispose();
            }
        }

        output.WriteLine($"{cases.Count} configurations, {failures.Count} differ, {seen.Count} meant differences seen");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        return seen.Keys;
    }

    private static void Report(NetworkCase network, NodePair pair, ConcurrentDictionary<MeantDifference, bool> seen, ConcurrentBag<string> failures)
    {
        var mine = new HashSet<MeantDifference>();
        var differences = new CaseRun(pair, network).Run(mine);
        foreach (var meant in mine)
        {
            seen[meant] = true;
        }

        if (differences.Count > 0)
        {
            failures.Add($"{network}\n{string.Join('\n', differences)}");
        }
    }
}
