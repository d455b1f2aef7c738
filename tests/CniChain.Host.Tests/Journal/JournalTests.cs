namespace CniChain.Host.Tests.Journal;

public sealed partial class JournalTests : IDisposable
{
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Entry_AfterAdd_HoldsRequestStepsAndResult()
    {
        (await _host.ServeAsync(_host.Request("ADD", ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\""))) with { Args = "A=b" })).AssertSuccess();

        var file = Assert.Single(_host.JournalFiles);
        Assert.Equal("podnet@c1@eth0", Path.GetFileName(file));
        var entry = _host.Entry;
        Assert.Equal(JournalState.Done, entry.State);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), entry.BootId);
        Assert.Equal(_host.Container.Path, entry.NetnsPath);
        Assert.Equal("A=b", entry.Args);
        Assert.Equal([new JournalStep("recorder", true)], entry.Steps);
        Assert.Equal("eth0", Assert.Single(entry.Result!.Interfaces).Name);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal((UnixFileMode)Convert.ToInt32("700", 8), File.GetUnixFileMode(_host.Options.StateDirectory));
    }

    [Fact]
    public async Task Entry_IsWrittenBeforeItsStepRuns()
    {
        _host.Script("peek", $"cp {_host.JournalFolder}/podnet@c1@eth0 {_host.PathOf("peeked")}; echo '{{}}'");

        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a") + ", {\"type\": \"peek\"}"))).AssertSuccess();

        var entry = JournalReader.Read(File.ReadAllBytes(_host.PathOf("peeked")), out _)!;
        Assert.Equal(JournalState.Adding, entry.State);
        Assert.Equal([new JournalStep("recorder", true), new JournalStep("peek", false)], entry.Steps);
    }

    [Theory]
    [InlineData("DEL")]
    [InlineData("GC")]
    public async Task HalfAFile_OfAWriterThatWasKilled_GoesAtTheNextDelOrGc(string verb)
    {
        var config = ChainFixture.Chain(_host.Recorder("a"), """, "cni.dev/valid-attachments": []""", "1.1.0");
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        var half = Path.Combine(_host.JournalFolder, ".new-podnet@c1@eth0");
        var others = Path.Combine(_host.JournalFolder, ".new-othernet@c1@eth0");
        File.WriteAllText(half, "{");
        File.WriteAllText(others, "{");

        (await _host.ServeAsync(verb, config)).AssertSuccess();

        Assert.False(File.Exists(half));
        Assert.True(File.Exists(others));
    }

    [Fact]
    public async Task Add_OverAnInterruptedOne_UndoesThatFirst()
    {
        await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("old1") + "," + _host.Recorder("old2")));
        Rewrite(e => e[..(e[..^1].LastIndexOf('\n') + 1)]);

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("new")));

        answer.AssertSuccess();
        Assert.Equal(["old1 Add", "old2 Add", "old2 Del", "old1 Del", "new Add"], _host.Calls);
        Assert.Contains("undone first", answer.Stderr, StringComparison.Ordinal);
        Assert.Single(_host.JournalFiles);
    }

    [Fact]
    public async Task Add_OverALiveAttachment_IsRefusedAndLeavesItAlone()
    {
        var config = ChainFixture.Chain(_host.Recorder("a"));
        (await _host.ServeAsync("ADD", config)).AssertSuccess();

        (await _host.ServeAsync("ADD", config)).AssertError(4, "c1", "eth0", "DEL it first");

        Assert.Equal(["a Add"], _host.Calls);
        Assert.Single(_host.JournalFiles);
    }

    [Fact]
    public async Task Add_OverAnAttachmentOfADeadNamespace_UndoesThatFirst()
    {
        var config = ChainFixture.Chain(_host.Recorder("a"));
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        Rewrite(e => e.Replace(_host.Container.Path, "/run/netns/gone", StringComparison.Ordinal));

        (await _host.ServeAsync("ADD", config)).AssertSuccess();

        Assert.Equal(["a Add", "a Del", "a Add"], _host.Calls);
        Assert.False(_host.Records[1].GetProperty("netnsOpen").GetBoolean());
    }

    [Theory]
    [InlineData(false, "a Add", "a Add")]
    [InlineData(true, "a Add", "a Del", "a Add")]
    public async Task Add_OfOneTypeAlone_OverAnEarlierOne_UndoesItWhenItsNamespaceIsDead(bool isDead, params string[] calls)
    {
        // As a container that was killed and comes back under its id: no runtime sends DEL in between.
        var request = _host.Request("ADD", $$"""{"cniVersion": "1.0.0", "name": "podnet", {{_host.Recorder("a")[1..]}}""") with { As = "recorder" };
        (await _host.ServeAsync(request)).AssertSuccess();
        if (isDead)
        {
            Rewrite(e => e.Replace(_host.Container.Path, "/run/netns/gone", StringComparison.Ordinal));
        }

        (await _host.ServeAsync(request)).AssertSuccess();

        Assert.Equal(calls, _host.Calls);
    }

    [Theory]
    [InlineData("ADD", "a Add", "a Del", "a Add")]
    [InlineData("GC", "a Add", "a Del", "a Gc")]
    public async Task Entry_WhoseNamespacesPathCannotBeOpened_IsUndone(string verb, params string[] calls)
    {
        var loop = _host.PathOf("loop");
        File.CreateSymbolicLink(loop, loop);
        var config = ChainFixture.Chain(_host.Recorder("a"), ", \"cni.dev/valid-attachments\": []", "1.1.0");
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        Rewrite(e => e.Replace(_host.Container.Path, loop, StringComparison.Ordinal));

        (await _host.ServeAsync(verb, config)).AssertSuccess();

        Assert.Equal(calls, _host.Calls);
        Assert.False(_host.Records[1].GetProperty("netnsOpen").GetBoolean());
    }

    [Theory]
    [InlineData("{\n \"format\": 1,\n \"boot\"", "a Del", "a Add")]
    [InlineData("[]\n", "a Del", "a Add")]
    [InlineData("{\"format\": 99}\n", "a Del", "a Add")]
    [InlineData("", "a Add")]
    [InlineData("{\"format\":2,\"boot\"", "a Add")]
    public async Task TornEntry_IsNoObstacleToAnything(string content, params string[] calls)
    {
        var config = ChainFixture.Chain(_host.Recorder("a"), ", \"cni.dev/valid-attachments\": []", "1.1.0");
        void Tear()
        {
            Directory.CreateDirectory(_host.JournalFolder);
            File.WriteAllText(Path.Combine(_host.JournalFolder, "podnet@c1@eth0"), content);
        }

        Tear();
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        Assert.Equal(calls, _host.Calls);
        Assert.Equal(JournalState.Done, _host.Entry.State);
        Tear();
        (await _host.ServeAsync("DEL", config)).AssertSuccess();
        Assert.Empty(_host.JournalFiles);
        Tear();
        (await _host.ServeAsync("GC", config)).AssertSuccess();
        Assert.Empty(_host.JournalFiles);
        (await _host.ServeAsync("STATUS", config)).AssertSuccess();
    }

    [Fact]
    public async Task Journal_ThatCannotBeWritten_IsAWarning()
    {
        Directory.CreateDirectory(_host.Options.StateDirectory);
        File.WriteAllText(_host.JournalFolder, "a file where the folder should be");

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a")));

        answer.AssertSuccess();
        Assert.Contains("journal of podnet/c1/eth0 cannot be written", answer.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void FileName_OfLongIds_FitsAndKeepsThemApart()
    {
        var one = new AttachmentKey(new Attachment("net", new string('a', 300), "eth0"), null).FileName;
        var two = new AttachmentKey(new Attachment("net", new string('a', 301), "eth0"), null).FileName;

        Assert.True(one.Length <= 255);
        Assert.NotEqual(one, two);
        Assert.StartsWith("net@", one, StringComparison.Ordinal);
        Assert.NotEqual(
            new AttachmentKey(new Attachment("net", "c", "a@b"), null).FileName,
            new AttachmentKey(new Attachment("net", "c", "a"), "b").FileName);
    }

    [Fact]
    public async Task Add_OfOneTypeTwice_IsNotHeldUpByItsOwnJournal()
    {
        var config = $$"""{"cniVersion": "1.0.0", "name": "podnet", "type": "recorder", "id": "a", "record": "{{_host.Record}}"}""";
        var request = _host.Request("ADD", config) with { As = "recorder" };

        (await _host.ServeAsync(request)).AssertSuccess();
        (await _host.ServeAsync(request)).AssertSuccess();

        Assert.Equal(["a Add", "a Add"], _host.Calls);
    }

    [Fact]
    public async Task Del_ServedAsTheIpamOfAnExecutedPlugin_IsNotTakenForThatPlugin()
    {
        // What ptp hands to its IPAM plugin: its own configuration, which names its own type.
        var config = $$"""{"cniVersion": "1.0.0", "name": "podnet", "type": "outer", "id": "a", "record": "{{_host.Record}}"}""";
        _host.Script("outer", "exit 1");

        (await _host.ServeAsync(_host.Request("ADD", config) with { As = "recorder" })).AssertSuccess();
        (await _host.ServeAsync(_host.Request("DEL", config) with { As = "recorder" })).AssertSuccess();

        Assert.Contains("a Del", _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Entry_ThatCannotBePut_IsAWarningWithTheKernelsWords()
    {
        Directory.CreateDirectory(Path.Combine(_host.JournalFolder, "podnet@c1@eth0"));

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a")));

        answer.AssertSuccess();
        Assert.Contains("cannot be written: Is a directory", answer.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ForAUserWhoMayNotLook_IsNoEmptyList()
    {
        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a")))).AssertSuccess();
        CniException? failure = null;
        var nobody = new Thread(() =>
        {
            // For this thread, which ends with it: what root may read, setfsuid(2) takes from it.
            _ = SetFileSystemUser(65534);
            failure = Assert.Throws<CniException>(() => _host.Host.OpenJournal(new StderrLog(Stream.Null)).List(null, out _));
        });
        nobody.Start();
        nobody.Join();

        Assert.Equal(CniErrorCode.IoFailure, failure!.Code);
        Assert.Contains("run cnichain as root", failure.Message, StringComparison.Ordinal);
    }

    // int setfsuid(uid_t fsuid);   sys/fsuid.h
    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);

    private void Rewrite(Func<string, string> change)
    {
        var file = Assert.Single(_host.JournalFiles);
        var before = File.ReadAllText(file);
        var after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(file, after);
    }
}
