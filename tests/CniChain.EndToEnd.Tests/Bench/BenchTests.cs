using System.Text.Json;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Bench;

/// <summary>The bench runs: a handful of calls of everything. How fast is no test's business.</summary>
public sealed class BenchTests
{
    [Fact]
    public void QuickRun_OnEverySide_HasEveryTargetAndWritesItsFiles()
    {
        var bench = RequireBench();
        var results = Directory.CreateTempSubdirectory("cnichain-bench-").FullName;
        try
        {
            Command.Run([bench, "--quick", "--results", results], timeout: TimeSpan.FromMinutes(5)).Checked();

            using var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(results, "bench.json")));
            var root = written.RootElement;
            Assert.Equal(18, root.GetProperty("targets").GetArrayLength());
            // Below zero too: on a busy machine a handful of calls may take less time than the kernel's part of them did.
            Assert.All(root.GetProperty("targets").EnumerateArray(), t => Assert.NotEqual(0, t.GetProperty("shareOfAllowed").GetDouble()));
            Assert.All(root.GetProperty("series").EnumerateArray(), s => Assert.True(s.GetProperty("calls").GetInt32() > 0));
            Assert.Equal(10, root.GetProperty("ratios").EnumerateObject().Count());
            Assert.All(root.GetProperty("ratios").EnumerateObject(), r => Assert.True(r.Value.GetProperty("ratio").GetDouble() > 0 && r.Value.GetProperty("noise").GetDouble() > 0));
            Assert.True(root.GetProperty("numbers").GetProperty("spans received").GetDouble() > 0);
            Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(results, "bench.svg")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    [Fact]
    public void QuickRun_OfLeases_MeasuresBothSides()
    {
        var bench = RequireBench();
        Assert.SkipUnless(File.Exists("/usr/sbin/dnsmasq"), "needs dnsmasq-base");
        var results = Directory.CreateTempSubdirectory("cnichain-bench-").FullName;
        try
        {
            Command.Run([bench, "--quick", "--only", "dhcp", "dhcp6", "--results", results], timeout: TimeSpan.FromMinutes(5)).Checked();

            using var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(results, "bench.json")));
            Assert.Equal(6, written.RootElement.GetProperty("series").GetArrayLength());
            Assert.All(written.RootElement.GetProperty("series").EnumerateArray(), s => Assert.Equal(0, s.GetProperty("failures").GetInt32()));
            Assert.True(written.RootElement.GetProperty("numbers").GetProperty("reference's daemon with 20 leases, resident bytes").GetDouble() > 0);
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static string RequireBench()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it plays whole nodes");
        var bench = Path.Combine(RepositoryPaths.Root, "tests", "CniChain.Benchmarks", "bin", "Release", "net10.0", "CniChain.Benchmarks");
        Assert.SkipUnless(File.Exists(bench), $"needs {bench}: dotnet build tests/CniChain.Benchmarks -c Release");
        Assert.SkipUnless(File.Exists("/usr/lib/cni/bridge"), "needs containernetworking-plugins");
        Assert.SkipUnless(File.Exists(Path.Combine(RepositoryPaths.Install, "bin", "cnichain")), $"needs ./build.sh install {RepositoryPaths.Install}");
        return bench;
    }
}
