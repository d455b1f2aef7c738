using CniChain.Testing;

namespace CniChain.Host.Tests.Validation;

/// <summary>The plugins of this repository as the installed tree has them.</summary>
internal static class BuiltPlugins
{
    /// <summary>The folder; the calling test is skipped when nothing is installed.</summary>
    public static string Directory
    {
        get
        {
            var folder = Path.Combine(RepositoryPaths.Install, "lib", "cnichain", "plugins");
            Assert.SkipUnless(System.IO.Directory.Exists(folder), $"needs {folder}: ./build.sh install {RepositoryPaths.Install}");
            return folder;
        }
    }
}
