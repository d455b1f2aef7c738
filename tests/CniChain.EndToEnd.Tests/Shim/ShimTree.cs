using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Shim;

/// <summary>
/// An installed tree of a test's own: the published cnichain, and in cnichaind's place a script that tells how it was called and what it
/// got, so that what is seen is the shim's doing alone.
/// </summary>
internal sealed class ShimTree : IDisposable
{
    public ShimTree()
    {
        var published = Path.Combine(RepositoryPaths.Install, "bin", "cnichain");
        Assert.SkipUnless(File.Exists(published), $"needs {published}: ./build.sh install {RepositoryPaths.Install}");
        Root = Directory.CreateTempSubdirectory("cnichain-shim-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "bin"));
        // Whatever the umask: the shim asks who may write there.
        Directory.CreateDirectory(Path.GetDirectoryName(Host)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ProgramFile.Copy(published, Shim);
        ProgramFile.Write(
            Host,
            """
            #!/bin/sh
            for a in "$@"; do echo "argument:$a"; done
            tr '\0' '\n' </proc/$$/environ | sed 's/^/variable:/'
            sed 's/^/stdin:/'
            echo from the host >&2
            exit 42
            """);
    }

    public string Root { get; }

    public string Shim => Path.Combine(Root, "bin", "cnichain");

    public string Host => Path.Combine(Root, "lib", "cnichain", "cnichaind");

    /// <summary>Makes a link to the shim under another name, in another folder.</summary>
    public string Link(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "opt"));
        var link = Path.Combine(folder.FullName, name);
        File.CreateSymbolicLink(link, Shim);
        return link;
    }

    /// <summary>Runs a program of the tree with this environment and no other.</summary>
    public static CommandResult Run(string program, Dictionary<string, string> environment, params string[] arguments) =>
        Command.Run([program, .. arguments], input: "{}", environment);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
