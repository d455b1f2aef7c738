using System.Diagnostics;
using System.Text;

namespace CniChain.Host.Tests.Journal;

/// <summary>The journal's files while they are written, and files in their place that are not the host's.</summary>
public sealed class JournalFileTests : IDisposable
{
    private readonly ChainFixture _host = new();
    private readonly MemoryStream _warnings = new();

    private string EntryPath => Path.Combine(_host.JournalFolder, "podnet@c1@eth0");

    private string Warnings => Encoding.UTF8.GetString(_warnings.ToArray());

    private AttachmentJournal Journal => _host.Host.OpenJournal(new StderrLog(_warnings));

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task EveryBeginningOfAFile_ForWhoReadsWhileItIsWritten_IsAnEarlierState()
    {
        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a")))).AssertSuccess();
        using var writer = File.OpenWrite(EntryPath);
        var length = writer.Length;

        Assert.Equal(JournalState.Done, Assert.Single(Journal.List(null, out _)).State);
        while (length-- > 0)
        {
            writer.SetLength(length);
            var entries = Journal.List(null, out var unreadable);
            Assert.DoesNotContain(entries, e => e.State != JournalState.Adding);
            Assert.Empty(unreadable);
        }

        Assert.Empty(Journal.List(null, out _));
        Assert.Equal("", Warnings);
        Journal.List("podnet", out var left, alone: true);
        Assert.Equal([EntryPath], left);
    }

    [Fact]
    public async Task Add_MakesItsFileOnce()
    {
        _host.Script("peek", $"stat -c %i {EntryPath} > {_host.PathOf("inode")}; echo '{{}}'");

        (await _host.ServeAsync("ADD", ChainFixture.Chain("{\"type\": \"peek\"}, " + _host.Recorder("a")))).AssertSuccess();

        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", EntryPath]) { RedirectStandardOutput = true })!;
        Assert.Equal(await File.ReadAllTextAsync(_host.PathOf("inode"), TestContext.Current.CancellationToken), await stat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, File.ReadAllLines(EntryPath).Length);
    }

    [Fact]
    public void EarlierEntry_StaysUntilTheNewOneIsWritten()
    {
        var states = AddStates.Of();
        Journal.Write(states[2]);
        using var open = Journal.Open(states[0].Key);
        Assert.Equal(JournalState.Done, _host.Entry.State);

        Directory.CreateDirectory(Path.Combine(_host.JournalFolder, ".new-podnet@c1@eth0"));
        open.Write(states[0]);
        Assert.Contains("cannot be written: Is a directory", Warnings, StringComparison.Ordinal);
        Assert.Equal(JournalState.Done, _host.Entry.State);

        Directory.Delete(Path.Combine(_host.JournalFolder, ".new-podnet@c1@eth0"));
        open.Write(states[0]);
        Assert.Equal(JournalState.Adding, _host.Entry.State);
        open.Write(states[1]);
        Assert.Equal(states[1].Steps, _host.Entry.Steps);
    }

    [Theory]
    [InlineData("ln -s $0.elsewhere $0", "symbolic links")]
    [InlineData("mkfifo $0", "no regular file")]
    [InlineData("mv $0.elsewhere $0; chown 65534 $0", "belongs to user 65534")]
    [InlineData("mv $0.elsewhere $0; chmod o+w $0", "can be written by everybody")]
    [InlineData("truncate -s 65M $0", "longer than")]
    public async Task FileInAnEntrysPlace_ThatIsNotTheHosts_IsNotReadAndIsReplaced(string make, string problem)
    {
        var config = ChainFixture.Chain(_host.Recorder("a"));
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        var elsewhere = EntryPath + ".elsewhere";
        File.Move(EntryPath, elsewhere);
        var before = await File.ReadAllTextAsync(elsewhere, TestContext.Current.CancellationToken);
        using (var shell = Process.Start("sh", ["-c", make, EntryPath]))
        {
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var answer = await _host.ServeAsync("ADD", config);

        answer.AssertSuccess();
        Assert.Contains(problem, answer.Stderr, StringComparison.Ordinal);
        Assert.Equal(["a Add", "a Del", "a Add"], _host.Calls);
        Assert.Null(new FileInfo(EntryPath).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(EntryPath));
        Assert.Equal(JournalState.Done, Journal.Read(AttachmentKey.Of(_host.Request("ADD", config), "podnet"), out _)!.State);
        Assert.True(!File.Exists(elsewhere) || await File.ReadAllTextAsync(elsewhere, TestContext.Current.CancellationToken) == before);
    }
}
