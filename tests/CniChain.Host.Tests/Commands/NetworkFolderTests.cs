using System.Globalization;
using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class NetworkFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Name_InSeveralFiles_FirstConflistWins()
    {
        _folder.Write("00.conf", """{ "cniVersion": "0.4.0", "name": "n", "type": "conf" }""");
        _folder.Write("B.conflist", List("n", "upper"));
        _folder.Write("a.conflist", List("n", "lower"));
        Assert.Equal("upper", Type(Find("n")));
    }

    [Fact]
    public void SinglePlugin_BecomesAListOfOne()
    {
        _folder.Write("10.conf", """{ "cniVersion": "0.4.0", "name": "n", "type": "one" }""");
        var list = Find("n");
        Assert.Equal("one", Type(list));
        Assert.Equal(CniVersion.V0_4_0, list.Version);
        Assert.Equal(_folder.Path + "/10.conf", list.File);
    }

    [Fact]
    public void BrokenFile_BeforeTheWantedOne_IsWarnedOfAndPassedOver()
    {
        var broken = _folder.Write("00.conflist", "{ not JSON");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "01.conflist"), "/nonexistent");
        _folder.Write("10.conflist", List("n", "bridge"));
        Assert.Equal("bridge", Type(Find("n")));
        Assert.Equal(2, _warnings.Count);
        Assert.StartsWith(broken, _warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Name_ThatIsNowhere_IsAnsweredWithTheNamesThatAre()
    {
        _folder.Write("00.conflist", "{ not JSON");
        _folder.Write("10.conflist", List("podnet", "bridge"));
        var e = Assert.Throws<CniException>(() => Find("podnt"));
        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"no network \"podnt\" in {_folder.Path}: there is podnet; 1 of its files cannot be read"),
            e.Message);
    }

    [Fact]
    public void Folder_ThatIsMissing_IsSaid()
    {
        var e = Assert.Throws<CniException>(() => new NetworkFolder("/nonexistent", _warnings.Add).Find("n"));
        Assert.Contains("no such folder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WantedFile_OthersMayWrite_IsRefused()
    {
        var file = _folder.Write("10.conflist", List("n", "bridge"));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        var e = Assert.Throws<CniException>(() => Find("n"));
        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains(file, e.Message, StringComparison.Ordinal);
        Assert.Contains("chmod", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SinglePlugin_OthersMayWrite_IsRefused()
    {
        var file = _folder.Write("10.conf", """{ "name": "n", "type": "one" }""");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        Assert.Contains(file, Assert.Throws<CniException>(() => Find("n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_UnderASinglePluginsName_IsExplained()
    {
        _folder.Write("10.json", List("n", "bridge"));
        Assert.Contains(".conflist", Assert.Throws<CniException>(() => Find("n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PluginFolder_BesideTheList_IsAppended()
    {
        _folder.Write("10.conflist", List("n", "bridge"));
        _folder.Write("n/20.conf", """{ "type": "last" }""");
        _folder.Write("n/10.conf", """{ "type": "middle" }""");
        Assert.Equal(["bridge", "middle", "last"], Find("n").Plugins.Select(p => p.GetProperty("type").GetString()));
    }

    [Fact]
    public void Names_ListsEveryNetworkOnce()
    {
        _folder.Write("00.conflist", "{ not JSON");
        _folder.Write("10.conflist", List("a", "bridge"));
        _folder.Write("11.conflist", List("a", "bridge"));
        _folder.Write("12.conf", """{ "name": "b", "type": "one" }""");
        Assert.Equal(["a", "b"], new NetworkFolder(_folder.Path, _warnings.Add).Names());
        Assert.Empty(_warnings);
    }

    private NetworkList Find(string name) => new NetworkFolder(_folder.Path, _warnings.Add).Find(name);

    private static string? Type(NetworkList list) => Assert.Single(list.Plugins).GetProperty("type").GetString();

    private static string List(string name, string type) =>
        $$"""{ "cniVersion": "1.0.0", "name": "{{name}}", "plugins": [ { "type": "{{type}}" } ] }""";
}
