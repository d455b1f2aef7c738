using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CniChain.Host.Tests.Plugins;

/// <summary>Plugins that load beside each other, and every way not to load, told in one sentence with the file's name.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly ChainFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Plugins_OnTwoVersionsOfOneLibrary_EachSeeTheirOwn()
    {
        var answer = await _files.ServeAsync("ADD", ChainFixture.Chain("{\"type\": \"usesone\"}, {\"type\": \"usestwo\"}"));

        answer.AssertSuccess();
        Assert.Equal(
            ["one 1.0.0.0", "two 2.0.0.0"],
            answer.Json.GetProperty("interfaces").EnumerateArray().Select(i => i.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Plugin_WithoutItsDependency_NamesFileAndVersion()
    {
        var folder = _files.CopyPlugin("usestwo");
        File.Delete(Path.Combine(folder, "CniChain.TestLibrary.dll"));

        (await AddAsync("usestwo")).AssertError(101, Path.Combine(folder, "UsesTwo.dll"), "CniChain.TestLibrary 2.0.0.0");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "runtimeTarget": {}, "targets": {} }""")]
    [InlineData("""{ "runtimeTarget": { "name": null }, "targets": {} }""")]
    [InlineData("""{ "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" } }""")]
    [InlineData("""{ "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" }, "targets": {} }""")]
    public async Task Plugin_WithADamagedDependencyFile_NamesItAndTheHostLives(string content)
    {
        var folder = _files.CopyPlugin("recorder");
        var file = Path.Combine(folder, "Recorder.deps.json");
        File.WriteAllText(file, content);

        (await AddAsync("recorder")).AssertError(101, file, "damaged");
    }

    [Fact]
    public async Task Plugin_WithAnOlderDependency_NamesBoth()
    {
        var folder = _files.CopyPlugin("usestwo");
        File.Copy(Path.Combine(ChainFixture.TestPlugins, "usesone", "CniChain.TestLibrary.dll"), Path.Combine(folder, "CniChain.TestLibrary.dll"), true);

        (await AddAsync("usestwo")).AssertError(101, Path.Combine(folder, "UsesTwo.dll"), "CniChain.TestLibrary");
    }

    [Fact]
    public async Task Plugin_OfAnotherContract_NamesBothVersions()
    {
        var folder = _files.CopyPlugin("oldcontractplugin");

        (await AddAsync("oldcontractplugin"))
            .AssertError(101, Path.Combine(folder, "OldContractPlugin.dll"), "built against CniChain.Abstractions 0.0.1.0", "this host has 0.1.0.0");
    }

    [Fact]
    public async Task Plugin_OfAnOlderMinorContract_Loads()
    {
        var answer = await AddAsync("olderminor");

        answer.AssertSuccess();
        Assert.Contains("older: olderminor", answer.Stderr, StringComparison.Ordinal);
        using var host = NewHost();
        (await host.ServeAsync("STATUS", ChainFixture.Chain("{\"type\": \"olderminor\"}", version: "1.1.0"))).AssertSuccess();
        Assert.Equal(new Version(0, 0, 9, 0), host.Host.Catalog.List().Single(l => l.File.Types.Contains("olderminor")).File.Contract);
    }

    [Fact]
    public async Task Plugin_BringingItsOwnNewerContract_NamesBothVersions()
    {
        var folder = _files.CopyPlugin("recorder");
        Patch(Path.Combine(folder, "Recorder.dll"), "CniChain.Abstractions", 9);
        File.Copy(typeof(ICniPlugin).Assembly.Location, Path.Combine(folder, "CniChain.Abstractions.dll"));

        (await AddAsync("recorder")).AssertError(101, Path.Combine(folder, "Recorder.dll"), "CniChain.Abstractions 9.", "this host has 0.1.0.0");
    }

    [Fact]
    public async Task Plugin_ForANewerFramework_NamesBoth()
    {
        var folder = _files.CopyPlugin("recorder");
        Patch(Path.Combine(folder, "Recorder.dll"), "System.Runtime", 99);

        (await AddAsync("recorder"))
            .AssertError(101, Path.Combine(folder, "Recorder.dll"), "built for .NET 99", $"runs on .NET {Environment.Version}", "net10.0");
    }

    [Fact]
    public async Task Plugin_WhoseFileIsNoAssembly_SaysSo()
    {
        var folder = _files.CopyPlugin("recorder");
        File.WriteAllText(Path.Combine(folder, "Recorder.dll"), "MZ nonsense");

        (await AddAsync("recorder")).AssertError(101, Path.Combine(folder, "Recorder.dll"), "not a .NET assembly");
    }

    [Fact]
    public async Task Plugin_WhoseClassIsNone_SaysSo()
    {
        var folder = _files.CopyPlugin("wrongclass");

        (await AddAsync("wrongclass")).AssertError(101, Path.Combine(folder, "WrongClass.dll"), "CniChain.TestPlugins.WrongClass", "no ICniPlugin");
    }

    [Fact]
    public async Task Plugin_ThatServesAnotherType_NamesTheTypesItServes()
    {
        _files.CopyPlugin("recorder", "bridge");

        (await AddAsync("bridge")).AssertError(7, "[CniPlugin(\"bridge\")]", "recorder, recorder-new");
    }

    [Fact]
    public async Task Folder_WithoutAPublishedPlugin_IsCode7()
    {
        Directory.CreateDirectory(_files.PathOf("plugins/empty"));

        (await AddAsync("empty")).AssertError(7, _files.PathOf("plugins/empty"), "dotnet publish -o");
    }

    [Fact]
    public async Task Folder_NotNamedByItsType_IsFoundByTheAttribute()
    {
        _files.CopyPlugin("printing", "Acme.Rate");

        (await AddAsync("printing")).AssertSuccess();
    }

    [Fact]
    public async Task Assembly_WithTwoTypes_ServesBoth()
    {
        _files.CopyPlugin("recorder", "Acme.Recorder");

        (await AddAsync("recorder-new")).AssertSuccess();
    }

    [Fact]
    public async Task Assembly_WithoutADependencyFile_IsFoundByItsAttribute()
    {
        var folder = _files.CopyPlugin("usestwo", "by-hand");
        File.Delete(Path.Combine(folder, "UsesTwo.deps.json"));

        (await AddAsync("usestwo")).AssertSuccess();
    }

    [Fact]
    public async Task Assembly_PublishedIntoTheDirectoryItself_IsFound()
    {
        var folder = _files.CopyPlugin("recorder");
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Move(file, Path.Combine(_files.PathOf("plugins"), Path.GetFileName(file)));
        }

        Directory.Delete(folder);

        (await AddAsync("recorder")).AssertSuccess();
    }

    [Fact]
    public async Task Type_ClaimedTwice_IsRefusedNamingBothFiles()
    {
        var one = _files.CopyPlugin("recorder", "one");
        var two = _files.CopyPlugin("recorder", "two");

        (await AddAsync("recorder-new")).AssertError(7, Path.Combine(one, "Recorder.dll"), Path.Combine(two, "Recorder.dll"), "take all but one away");
    }

    [Fact]
    public async Task Type_ClaimedByTheInstalledAndTheLocalDirectory_IsRefusedNamingBothFiles()
    {
        var local = _files.CopyPlugin("recorder", "mine");
        using var host = new ChainFixture(o => o with { LocalPluginDirectory = _files.PathOf("plugins") });

        (await host.ServeAsync("ADD", Chain("recorder")))
            .AssertError(7, Path.Combine(ChainFixture.TestPlugins, "recorder", "Recorder.dll"), Path.Combine(local, "Recorder.dll"));
    }

    [Fact]
    public async Task Folder_ReachedThroughALinkToo_IsNoSecondClaim()
    {
        var folder = _files.CopyPlugin("recorder");
        Directory.CreateSymbolicLink(Path.Combine(_files.PathOf("plugins"), "recorder-new"), folder);

        (await AddAsync("recorder-new")).AssertSuccess();
    }

    [Fact]
    public async Task Folder_ThatIsBroken_IsNamedWhenItsTypeIsNotFound()
    {
        var folder = _files.CopyPlugin("addresses", "Acme.Rate");
        File.WriteAllText(Path.Combine(folder, "Addresses.dll"), "MZ nonsense");
        using var host = new ChainFixture(o => o with { PluginDirectory = _files.PathOf("plugins") });

        (await host.ServeAsync("ADD", Chain("addresses"))).AssertError(7, "\"addresses\" is not there", Path.Combine(folder, "Addresses.dll"), "not a .NET assembly");
    }

    [Fact]
    public async Task Assembly_CutShort_IsNotLoaded()
    {
        var folder = _files.CopyPlugin("recorder");
        var file = Path.Combine(folder, "Recorder.dll");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1024]);

        (await AddAsync("recorder")).AssertError(101, file, "cut short");
    }

    [Fact]
    public async Task Index_ThatCannotBeWritten_LeavesNoFileBehind()
    {
        Directory.CreateDirectory(Path.Combine(_files.Options.StateDirectory, "host.plugins"));

        (await _files.ServeAsync("ADD", ChainFixture.Chain(_files.Recorder("a")))).AssertSuccess();

        Assert.Empty(Directory.GetFiles(_files.Options.StateDirectory, "host.plugins*"));
    }

    [Fact]
    public async Task Index_OfNumbersThatAreNone_IsMadeAnew()
    {
        Directory.CreateDirectory(_files.Options.StateDirectory);
        var index = Path.Combine(_files.Options.StateDirectory, "host.plugins");
        File.WriteAllText(index, $"cnichain plugin index 1\nD\t{ChainFixture.TestPlugins}\t-1\t99999999999999999999\t0\t0\t0\n");

        (await _files.ServeAsync("ADD", ChainFixture.Chain(_files.Recorder("a")))).AssertSuccess();

        Assert.Contains("Recorder.dll", File.ReadAllText(index), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExtraFolder_GoesBeforeTheInstalledOne()
    {
        var folder = _files.CopyPlugin("failing");
        File.Delete(Path.Combine(folder, "Failing.dll"));

        (await AddAsync("failing")).AssertError(7, Path.Combine(folder, "Failing.dll"));
    }

    [Fact]
    public async Task Load_ThatFailed_IsTriedAgain()
    {
        var folder = _files.CopyPlugin("usestwo");
        var library = Path.Combine(folder, "CniChain.TestLibrary.dll");
        var content = File.ReadAllBytes(library);
        var deps = Path.Combine(folder, "UsesTwo.deps.json");
        var moved = deps + ".away";
        File.Move(deps, moved);
        var main = Path.Combine(folder, "UsesTwo.dll");
        File.Move(main, main + ".away");
        using var host = NewHost();
        (await host.ServeAsync("ADD", Chain("usestwo"))).AssertError(7, "no plugin");

        File.Move(moved, deps);
        File.Move(main + ".away", main);
        File.WriteAllBytes(library, content);

        (await host.ServeAsync(host.Request("ADD", Chain("usestwo")))).AssertSuccess();
    }

    [Fact]
    public void Catalog_ListsEveryFileWithItsTypes()
    {
        _files.CopyPlugin("recorder");
        using var host = NewHost();

        var list = host.Host.Catalog.List();

        Assert.Equal(
            [_files.PathOf("plugins/recorder"), Path.Combine(ChainFixture.TestPlugins, "recorder")],
            list.Where(l => l.File.Types.Contains("recorder-new")).Select(l => l.File.Folder));
        var failing = Assert.Single(list, l => l.File.Types.Contains("failing"));
        Assert.Equal(typeof(ICniPlugin).Assembly.GetName().Version, failing.File.Contract);
        Assert.Null(failing.Loaded);
    }

    private static string Chain(string type) => ChainFixture.Chain($$"""{"type": "{{type}}"}""");

    private ChainFixture NewHost() => new(o => o with { ExtraPluginDirectories = [_files.PathOf("plugins")] });

    private async Task<Answer> AddAsync(string type)
    {
        using var host = NewHost();
        var answer = await host.ServeAsync("ADD", Chain(type));
        Assert.Empty(answer.ExitCode == 0 ? [] : host.JournalFiles);
        return answer;
    }

    /// <summary>Changes the major version that an assembly asks of a reference, in the metadata table itself (ECMA-335, II.22.5).</summary>
    private static void Patch(string file, string reference, byte major)
    {
        var bytes = File.ReadAllBytes(file);
        using (var image = new PEReader(new MemoryStream(bytes)))
        {
            var metadata = image.GetMetadataReader();
            var handle = metadata.AssemblyReferences.Single(h => metadata.GetString(metadata.GetAssemblyReference(h).Name) == reference);
            var row = image.PEHeaders.MetadataStartOffset
                + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
                + (metadata.GetTableRowSize(TableIndex.AssemblyRef) * (MetadataTokens.GetRowNumber(handle) - 1));
            bytes[row] = major;
        }

        File.WriteAllBytes(file, bytes);
    }
}
