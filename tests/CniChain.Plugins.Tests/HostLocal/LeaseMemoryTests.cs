using CniChain.Plugins.HostLocal;

namespace CniChain.Plugins.Tests.HostLocal;

/// <summary>What a host remembers of lease folders is bounded.</summary>
public sealed class LeaseMemoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cnichain-memory-").FullName;
    private readonly LeaseMemory _memory = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ManyFolders_TheLongestUnusedAreForgotten()
    {
        var first = _memory.Of(Folder(0));
        var second = _memory.Of(Folder(1));
        for (var i = 2; i < 200; i++)
        {
            _memory.Of(Folder(i));
            Assert.Same(first, _memory.Of(Folder(0)));
        }

        Assert.NotSame(second, _memory.Of(Folder(1)));
    }

    [Fact]
    public void ManyLeases_OnlyTheFolderInUseMayHoldSoMany()
    {
        var large = _memory.Of(Folder(0));
        var address = new byte[RememberedLeases.AddressLength];
        for (var i = 0; i < 150_000; i++)
        {
            large.Add(i, address);
        }

        Assert.Same(large, _memory.Of(Folder(0)));
        var small = _memory.Of(Folder(1));
        Assert.NotSame(large, _memory.Of(Folder(0)));
        Assert.Same(small, _memory.Of(Folder(1)));
    }

    [Fact]
    public void FolderThatIsGone_IsForgottenWhenAnotherComes()
    {
        var gone = _memory.Of(Folder(0));
        Directory.Delete(Folder(0));
        _memory.Of(Folder(1));
        Assert.NotSame(gone, _memory.Of(Folder(0)));
    }

    private string Folder(int index) => Directory.CreateDirectory(Path.Combine(_root, $"net{index}")).FullName;
}
