using Xunit;

namespace CniChain.Testing;

/// <summary>Lays out a node's /opt/cni/bin.</summary>
internal static class PluginFolder
{
    private const string ReferenceFolder = "/usr/lib/cni";

    /// <summary>The shell commands that fill /opt/cni/bin, to be run on the node; skips the test when the plugins are absent.</summary>
    public static string Script(PluginSet set)
    {
        const string Reference = $"ln -sf {ReferenceFolder}/* /opt/cni/bin/\n";
        if (set == PluginSet.Reference)
        {
            Assert.SkipUnless(File.Exists($"{ReferenceFolder}/bridge"), $"needs containernetworking-plugins in {ReferenceFolder}");
            return Reference;
        }

        var cnichain = Path.Combine(RepositoryPaths.Install, "bin", "cnichain");
        Assert.SkipUnless(File.Exists(cnichain), $"needs {cnichain}: ./build.sh install {RepositoryPaths.Install}");
        var types = Directory.GetDirectories(Path.Combine(RepositoryPaths.Install, "lib", "cnichain", "plugins")).Select(Path.GetFileName);
        // The reference's other plugins stay beside ours, for chains that mix both.
        return Reference + string.Concat(types.Append("cnichain").Select(name => $"ln -sf {cnichain} /opt/cni/bin/{name}\n"));
    }
}
