using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CniChain.Plugins.HostLocal;

/// <summary>
/// Finds an owner's leases without reading every file: one small file an owner, in the volatile state folder. The lease files stay the
/// truth; the index is only a way to them.
/// </summary>
/// <remarks>
/// The reference plugin, which may work on the same folder, knows nothing of the index. So after each change the lease folder's
/// modification time is set to a value of our own and noted; any creation or removal by somebody else changes it, and then the index
/// is made anew from the files. (The kernel's own time stamps are as coarse as its tick and would hide a change within the same one.)
/// Writing last_reserved_ip does not touch the folder.
/// </remarks>
internal sealed class LeaseIndex
{
    private const string StampName = "stamp";
    private readonly LeaseDirectory _leases;
    private readonly string _folder;
    private readonly TimeProvider _time;

    private LeaseIndex(LeaseDirectory leases, string folder, TimeProvider time)
    {
        _leases = leases;
        _folder = folder;
        _time = time;
    }

    /// <summary>Opens the index of a lease folder, rebuilt if it is not the folder's present state.</summary>
    /// <param name="leases">The locked folder.</param>
    /// <param name="stateDirectory">The host's volatile folder.</param>
    /// <param name="time">The clock.</param>
    public static LeaseIndex Open(LeaseDirectory leases, string stateDirectory, TimeProvider time)
    {
        var folder = Path.Combine(stateDirectory, "host-local", Hash(Path.GetFullPath(leases.Path)));
        var index = new LeaseIndex(leases, folder, time);
        if (index.ReadStamp() != index.FolderStamp())
        {
            index.Rebuild();
        }

        return index;
    }

    /// <summary>The leases of an owner, each looked up in its file.</summary>
    public IReadOnlyList<IPAddress> Find(LeaseOwner owner)
    {
        var found = new List<IPAddress>(2);
        foreach (var address in Read(owner))
        {
            if (_leases.TryRead(address, out var holder) && holder == owner)
            {
                found.Add(address);
            }
        }

        return found;
    }

    /// <summary>Notes what an owner holds now, after its lease files were written or removed.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="addresses">All it holds; none forgets it.</param>
    public void Set(LeaseOwner owner, IReadOnlyCollection<IPAddress> addresses)
    {
        var file = FileOf(owner);
        if (addresses.Count == 0)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, string.Join('\n', addresses));
        }

        WriteStamp();
    }

    /// <summary>Forgets everything and reads the files; also after a change of many leases at once.</summary>
    public void Rebuild()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
        var owners = new Dictionary<LeaseOwner, List<IPAddress>>();
        foreach (var address in _leases.Addresses())
        {
            if (_leases.TryRead(address, out var owner) && owner is not null)
            {
                (owners.TryGetValue(owner, out var held) ? held : owners[owner] = []).Add(address);
            }
        }

        foreach (var (owner, addresses) in owners)
        {
            File.WriteAllText(FileOf(owner), string.Join('\n', addresses));
        }

        WriteStamp();
    }

    private List<IPAddress> Read(LeaseOwner owner)
    {
        var addresses = new List<IPAddress>(2);
        try
        {
            foreach (var line in File.ReadLines(FileOf(owner)))
            {
                if (IpPrefix.TryParseAddress(line, out var address))
                {
                    addresses.Add(address);
                }
            }
        }
        catch (FileNotFoundException)
        {
            // Holds nothing.
        }

        return addresses;
    }

    private void WriteStamp()
    {
        Directory.SetLastWriteTimeUtc(_leases.Path, _time.GetUtcNow().UtcDateTime);
        File.WriteAllText(Path.Combine(_folder, StampName), FolderStamp().ToString(CultureInfo.InvariantCulture));
    }

    private long FolderStamp() => Directory.GetLastWriteTimeUtc(_leases.Path).Ticks;

    private long ReadStamp()
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(_folder, StampName));
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : -1;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private string FileOf(LeaseOwner owner) => Path.Combine(_folder, Hash(owner.Content));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
