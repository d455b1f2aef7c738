using System.Text.Json;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Bench;

/// <summary>The bench runs: a handful of calls of everything. How fast is no test's business.</summary>
public sealed class BenchTests
{
    [Fact]
    public void QuickRun_OnEverySide_HasEveryTargetAndWritesItsFiles()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it plays whole nodes");
        var bench = Path.Combine(RepositoryPaths.Root, "tests", "CniChain.Benchmarks", "bin", "Release", "net10.0", "CniChain.Benchmarks");
        Assert.SkipUnless(File.Exists(bench), $"needs {bench}: dotnet build tests/CniChain.Benchmarks -c Release");
        Assert.SkipUnless(File.Exists("/usr/lib/cni/bridge"), "needs containernetworking-plugins");
        Assert.SkipUnless(File.Exists(Path.Combine(RepositoryPaths.Install, "bin", "cnichain")), $"needs ./build.sh install {RepositoryPaths.Install}");
        var results = Directory.CreateTempSubdirectory("cnichain-bench-").FullName;
        try
        {
            Command.Run([bench, "--quick", "--results", results], timeout: TimeSpan.FromMinutes(5)).Checked();

            using var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(results, "bench.json")));
            var root = written.RootElement;
            Assert.Equal(15, root.GetProperty("targets").GetArrayLength());
            Assert.All(root.GetProperty("targets").EnumerateArray(), t => Assert.True(t.GetProperty("shareOfAllowed").GetDouble() > 0));
            Assert.All(root.GetProperty("series").EnumerateArray(), s => Assert.True(s.GetProperty("calls").GetInt32() > 0));
            Assert.True(root.GetProperty("numbers").GetProperty("spans received").GetDouble() > 0);
            Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(results, "bench.svg")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }
}
