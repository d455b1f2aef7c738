namespace CniChain.Host.Tests.Commands;

public sealed class OutputStreamTests
{
    [Fact]
    public void Write_FileSharedWithOthers_GoesOnWhereTheyStopped()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "log");
        using (var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            using var one = new OutputStream(handle);
            // The same descriptor, as a shell's 2>&1 gives it to several writers.
            var two = new OutputStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false));
            one.Write("one "u8);
            two.Write("two "u8);
            one.Write("three"u8);
        }

        Assert.Equal("one two three", File.ReadAllText(path));
    }

    [Fact]
    public void Write_OtherEndGone_IsAnIOException()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        var stream = new OutputStream(full);
        Assert.Throws<IOException>(() => stream.Write("x"u8));
    }
}
