using System.Runtime.InteropServices;
using System.Text;

namespace CniChain.Host.Tests.Journal;

/// <summary>The state folder on a file system without room.</summary>
public sealed partial class FullDiskTests : IDisposable
{
    private const int CLONE_NEWNS = 0x20000;
    private const ulong MS_REC = 0x4000;
    private const ulong MS_PRIVATE = 0x40000;

    private const string Size = "160k";

    // One record of it has room and two have not, and of the second some is written before the kernel says so.
    private static readonly string s_long = new('x', 100_000);

    private readonly ChainFixture _host = new();
    private readonly MemoryStream _warnings = new();

    private string Filler => Path.Combine(_host.Options.StateDirectory, "filler");

    private string EntryPath => Path.Combine(_host.JournalFolder, "podnet@c1@eth0");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Entry_KeepsTheStateBefore_AndTakesTheNextOneWhenThereIsRoom() => OnSmallFileSystem(() =>
    {
        var states = AddStates.Of(s_long);
        using var open = Journal().Open(states[0].Key);
        open.Write(states[0]);
        var before = File.ReadAllBytes(EntryPath);
        Fill(leave: 4096);

        open.Write(states[1]);
        Assert.Contains("journal of podnet/c1/eth0 cannot be written: No space left", Warnings(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(EntryPath));

        File.Delete(Filler);
        open.Write(states[2]);
        Assert.Equal(JournalState.Done, _host.Entry.State);
        Assert.Equal(s_long, _host.Entry.Result!.Dns.Domain);
    });

    [Fact]
    public void Entry_WhoseFirstRecordHasNoRoom_LeavesNothing() => OnSmallFileSystem(() =>
    {
        var states = AddStates.Of(s_long);
        using var open = Journal().Open(states[0].Key);
        Directory.CreateDirectory(_host.JournalFolder);
        Fill(leave: 4096);

        open.Write(states[1]);
        Assert.Contains("No space left", Warnings(), StringComparison.Ordinal);
        Assert.Empty(_host.JournalFiles);

        File.Delete(Filler);
        open.Write(states[2]);
        Assert.Equal(JournalState.Done, _host.Entry.State);
    });

    [Fact]
    public void EarlierEntry_StaysWhenThereIsNoRoomForTheNew() => OnSmallFileSystem(() =>
    {
        var states = AddStates.Of(s_long);
        Journal().Write(states[0]);
        Fill(leave: 4096);

        Journal().Write(states[2]);

        Assert.Contains("No space left", Warnings(), StringComparison.Ordinal);
        Assert.Equal(JournalState.Adding, _host.Entry.State);
    });

    [Fact]
    public void Add_WhoseSecondRecordHasNoRoom_SucceedsAndKeepsTheFirst() => OnSmallFileSystem(() =>
    {
        var config = ChainFixture.Chain(_host.Recorder("a", $", \"adds\": \"{s_long}\"") + "," + _host.Recorder("b"));

        var added = _host.ServeAsync("ADD", config).GetAwaiter().GetResult();

        added.AssertSuccess();
        Assert.Contains("cannot be written: No space left", added.Stderr, StringComparison.Ordinal);
        Assert.Equal(JournalState.Adding, _host.Entry.State);
        Assert.Equal([new JournalStep("recorder", false)], _host.Entry.Steps);
        _host.ServeAsync("DEL", config).GetAwaiter().GetResult().AssertSuccess();
        Assert.Equal(["a Add", "b Add", "b Del", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    });

    private AttachmentJournal Journal() => _host.Host.OpenJournal(new StderrLog(_warnings));

    private string Warnings() => Encoding.UTF8.GetString(_warnings.ToArray());

    private void Fill(int leave)
    {
        var room = new DriveInfo(_host.Options.StateDirectory).AvailableFreeSpace;
        File.WriteAllBytes(Filler, new byte[room - leave]);
    }

    /// <summary>Acts on a thread with mounts of its own, which end with it, and a small file system as the state folder.</summary>
    private void OnSmallFileSystem(Action act)
    {
        Exception? failure = null;
        Directory.CreateDirectory(_host.Options.StateDirectory);
        var thread = new Thread(() =>
        {
            try
            {
                Check(unshare(CLONE_NEWNS));
                Check(mount("none", "/", null, MS_REC | MS_PRIVATE, null));
                Check(mount("tmpfs", _host.Options.StateDirectory, "tmpfs", 0, $"size={Size},mode=700"));
                act();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private static void Check(int result) => Assert.True(result == 0, Marshal.GetLastPInvokeErrorMessage());

    // int unshare(int flags);   sched.h
    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    // int mount(const char *source, const char *target, const char *filesystemtype, unsigned long mountflags, const void *data);   sys/mount.h
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string? type, ulong flags, string? data);
}
