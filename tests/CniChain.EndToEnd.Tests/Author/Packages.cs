using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Author;

/// <summary>The NuGet packages as <c>./build.sh pack</c> makes them, made once for all tests that look at them.</summary>
public sealed class Packages : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(9);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnichain-packages-");
    private readonly Lazy<string> _packed;

    public Packages() => _packed = new Lazy<string>(Pack);

    /// <summary>Where they lie.</summary>
    public string Folder => _packed.Value;

    public void Dispose() => _folder.Delete(recursive: true);

    private string Pack()
    {
        Command.Run([Path.Combine(RepositoryPaths.Root, "build.sh"), "pack", _folder.FullName], timeout: s_patience).Checked();
        return _folder.FullName;
    }
}
