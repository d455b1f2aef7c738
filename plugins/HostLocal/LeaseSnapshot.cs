using System.Buffers.Binary;
using System.Globalization;

namespace CniChain.Plugins.HostLocal;

/// <summary>
/// What a process knows of a lease folder after its first call, in one file for the next process: calls in the foreground have no memory,
/// and to read 10,000 leases takes half as long again as all the rest of such a call.
/// </summary>
/// <remarks>
/// In the host's state folder: the format, the lease folder's state, the number of rows, and the rows, 20 bytes each, with the owner's hash
/// code and an address. One that cannot be read or written, or is of another state, is as none: then the lease files are read.
/// </remarks>
internal static class LeaseSnapshot
{
    private const ulong Format = 0x01_4C45_4153_4553; // "LEASES", 1
    private const int HeaderLength = 40;
    private const int RowLength = 4 + RememberedLeases.AddressLength;
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Fills the memory, when there is a file of exactly this state.</summary>
    public static void Load(string stateDirectory, FolderState state, RememberedLeases memory)
    {
        try
        {
            using var folder = Open(Path.Combine(stateDirectory, "host-local"));
            var bytes = folder?.ReadBytes(FileOf(state)) ?? [];
            var rows = (bytes.Length - HeaderLength) / RowLength;
            if (bytes.AsSpan().StartsWith(Header(state, rows)))
            {
                memory.Clear();
                for (var at = HeaderLength; at + RowLength <= bytes.Length; at += RowLength)
                {
                    var row = bytes.AsSpan(at, RowLength);
                    memory.Add(BinaryPrimitives.ReadInt32LittleEndian(row), row[4..]);
                }

                memory.State = state;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The lease files are read instead.
        }
    }

    /// <summary>Writes the memory.</summary>
    public static void Save(string stateDirectory, FolderState state, RememberedLeases memory)
    {
        var rows = 0;
        foreach (var (_, addresses) in memory.All)
        {
            rows += addresses.Length / RememberedLeases.AddressLength;
        }

        var bytes = new byte[HeaderLength + (rows * RowLength)];
        Header(state, rows).CopyTo(bytes, 0);
        var rest = bytes.AsSpan(HeaderLength);
        foreach (var (owner, addresses) in memory.All)
        {
            for (var at = 0; at < addresses.Length; at += RememberedLeases.AddressLength)
            {
                BinaryPrimitives.WriteInt32LittleEndian(rest, owner);
                addresses.AsSpan(at, RememberedLeases.AddressLength).CopyTo(rest[4..]);
                rest = rest[RowLength..];
            }
        }

        try
        {
            var path = Path.Combine(stateDirectory, "host-local");
            using var folder = Open(path) ?? Open(Directory.CreateDirectory(path, FolderMode).FullName);

            // Created anew: one that a killed process has not finished is shorter than its header says.
            folder?.Remove(FileOf(state));
            folder?.TryCreate(FileOf(state), bytes, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No state folder, or a full one: the next process reads the lease files.
        }
    }

    /// <summary>Opens the folder, if it is there and nobody but the administrator may write to it.</summary>
    private static OpenFolder? Open(string path)
    {
        var folder = OpenFolder.TryOpen(path);
        if (folder?.ExplainDistrust() is null)
        {
            return folder;
        }

        folder.Dispose();
        return null;
    }

    private static byte[] Header(FolderState state, int rows)
    {
        var bytes = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Format);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), state.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), state.Inode);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), state.Modified);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), rows);
        return bytes;
    }

    private static string FileOf(FolderState state) => string.Create(CultureInfo.InvariantCulture, $"{state.Device:x}-{state.Inode:x}");
}
