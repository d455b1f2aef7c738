using System.Diagnostics;
using System.Security.Cryptography;

namespace CniChain.Host.Tests.Plugins;

/// <summary>What runs as root is loaded only from where nobody but root can put it, and, where there is a list of sums, only as listed.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly ChainFixture _files = new();

    public void Dispose() => _files.Dispose();

    private string Plugins => _files.PathOf("plugins");

    private string SumList => Path.Combine(_files.PathOf("etc"), "plugins.sha256");

    [Fact]
    public async Task Directory_ThatOthersCanWrite_IsNotLoadedFrom()
    {
        _files.CopyPlugin("recorder");
        SetMode(Plugins, "777");

        (await AddAsync()).AssertError(7, "plugin directory", Plugins, "written by everybody", "chmod go-w");
    }

    [Fact]
    public async Task ExtraDirectory_ThatOthersCanWrite_IsNamedByItsVariable()
    {
        _files.CopyPlugin("recorder");
        SetMode(Plugins, "777");
        using var host = new ChainFixture(o => o with { ExtraPluginDirectories = [Plugins] });

        (await host.ServeAsync("ADD", Chain)).AssertError(7, "CNICHAIN_PLUGINS", Plugins);
    }

    [Fact]
    public async Task FolderOnTheWay_ThatOthersCanWrite_IsRefused()
    {
        _files.CopyPlugin("recorder");
        SetMode(_files.Folder, "777");

        (await AddAsync()).AssertError(7, $"{_files.Folder} can be written by everybody");
    }

    [Fact]
    public async Task FolderOnTheWay_ThatIsSticky_IsGood()
    {
        _files.CopyPlugin("recorder");
        SetMode(_files.Folder, "1777");

        (await AddAsync()).AssertSuccess();
    }

    [Theory]
    [InlineData("Recorder.dll")]
    [InlineData("Recorder.deps.json")]
    [InlineData("")]
    public async Task AnythingOfThePlugin_ThatOthersCanWrite_IsRefused(string name)
    {
        var path = Path.Combine(_files.CopyPlugin("recorder"), name).TrimEnd('/');
        SetMode(path, "777");

        (await AddAsync()).AssertError(7, path, "written by everybody");
    }

    [Fact]
    public async Task LibraryBelow_ThatSomebodyElseOwns_IsRefused()
    {
        var native = Directory.CreateDirectory(Path.Combine(_files.CopyPlugin("recorder"), "runtimes")).FullName;
        var library = Path.Combine(native, "libx.so");
        File.WriteAllText(library, "");
        using (var chown = Process.Start("chown", ["65534", library]))
        {
            await chown.WaitForExitAsync();
        }

        (await AddAsync()).AssertError(7, library, "belongs to user 65534");
    }

    [Fact]
    public async Task Folder_LinkedFromWhereOthersCanWrite_IsRefused()
    {
        var lax = Directory.CreateDirectory(_files.PathOf("lax")).FullName;
        Directory.Move(_files.CopyPlugin("recorder"), Path.Combine(lax, "recorder"));
        Directory.CreateSymbolicLink(Path.Combine(Plugins, "recorder"), Path.Combine(lax, "recorder"));
        (await AddAsync()).AssertSuccess();

        SetMode(lax, "777");

        (await AddAsync()).AssertError(7, $"{lax} can be written by everybody");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sums_ThatListEveryFile_LetThePluginLoad(bool relative)
    {
        var folder = _files.CopyPlugin("usestwo");
        WriteSums(relative ? "*" : "", Directory.GetFiles(folder).Select(f => (Sum(f), relative ? Path.GetRelativePath(Plugins, f) : f)));

        (await AddAsync("usestwo")).AssertSuccess();
    }

    [Fact]
    public async Task Sums_WithoutALibraryOfThePlugin_NameItAndTheList()
    {
        var folder = _files.CopyPlugin("usestwo");
        var library = Path.Combine(folder, "CniChain.TestLibrary.dll");
        WriteSums("", Directory.GetFiles(folder).Where(f => f != library).Select(f => (Sum(f), f)));

        (await AddAsync("usestwo")).AssertError(7, $"{library} is not listed in {SumList}");
    }

    [Fact]
    public async Task Sums_OfAnotherFile_NameBothSums()
    {
        var folder = _files.CopyPlugin("recorder");
        var main = Path.Combine(folder, "Recorder.dll");
        var other = new string('a', 64);
        WriteSums("", Directory.GetFiles(folder).Select(f => (f == main ? other : Sum(f), f)));

        (await AddAsync()).AssertError(7, main, Sum(main), $"{SumList} says {other}");
    }

    [Fact]
    public async Task Sums_ThatOthersCanWrite_AreNoList()
    {
        var folder = _files.CopyPlugin("recorder");
        WriteSums("", Directory.GetFiles(folder).Select(f => (Sum(f), f)));
        SetMode(SumList, "666");

        (await AddAsync()).AssertError(7, "list of plugin sums", SumList, "written by everybody");
    }

    [Fact]
    public async Task Sums_WithALineThatIsNone_LoadNothing()
    {
        _files.CopyPlugin("recorder");
        Directory.CreateDirectory(_files.PathOf("etc"));
        File.WriteAllText(SumList, "# ours\n\nabc  Recorder.dll\n");

        (await AddAsync()).AssertError(7, $"{SumList}, line 3", "sha256sum");
    }

    private static string Chain => ChainFixture.Chain("""{"type": "recorder"}""");

    private static string Sum(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static void SetMode(string path, string octal) => File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(octal, 8));

    private void WriteSums(string mark, IEnumerable<(string Sum, string Name)> lines)
    {
        Directory.CreateDirectory(_files.PathOf("etc"));
        File.WriteAllLines(SumList, lines.Select(l => $"{l.Sum} {(mark.Length > 0 ? mark : " ")}{l.Name}"));
    }

    private async Task<Answer> AddAsync(string type = "recorder")
    {
        using var host = new ChainFixture(o => o with { PluginDirectory = Plugins, ConfigDirectory = _files.PathOf("etc") });
        var answer = await host.ServeAsync("ADD", ChainFixture.Chain($$"""{"type": "{{type}}"}"""));
        Assert.Empty(answer.ExitCode == 0 ? [] : host.JournalFiles);
        return answer;
    }
}
