using System.Net;
using System.Text;
using CniChain.Linux;

namespace CniChain.Plugins.HostLocal;

/// <summary>
/// The files of one network's leases in the reference plugin's format: a file an address, named by it, holding its owner, and
/// last_reserved_ip.N for round robin.
/// </summary>
/// <remarks>
/// Reading the names is safe at any time; everything else wants the lock of <see cref="LockedLeases"/>. Nothing is synced to disk: no
/// container outlives the kernel, so what a power cut tears belongs to nobody (see <see cref="LeaseReclaimer"/>).
/// </remarks>
internal sealed class LeaseFolder : IDisposable
{
    private const string LastReservedPrefix = "last_reserved_ip.";

    // A container id and an interface name; anything longer was not written by a CNI plugin.
    private const int LongestContent = 4096;

    private readonly OpenFolder _files;
    private readonly Boot _boot;

    public LeaseFolder(OpenFolder files, Boot boot)
    {
        _files = files;
        _boot = boot;
    }

    public string Path => _files.Path;

    /// <summary>Which folder it is, and when it was last changed.</summary>
    public FolderState State => _files.State;

    /// <summary>Creates a lease.</summary>
    /// <returns>False when the address has one already.</returns>
    /// <exception cref="LinuxException">The file could not be created or written; nothing is left of it.</exception>
    public bool TryCreate(IPAddress address, LeaseOwner owner) =>
        _files.TryCreate(address.ToString(), Encoding.UTF8.GetBytes(owner.Content), _boot.Id);

    /// <summary>An address's lease; null when it has none.</summary>
    /// <exception cref="LinuxException">The file could not be read.</exception>
    public Lease? Find(IPAddress address) =>
        _files.Read(address.ToString(), LongestContent) is { } file
            ? new Lease(LeaseOwner.Parse(file.Text), _boot.IsLaterThan(file.Mark, file.Modified))
            : null;

    /// <summary>Who holds an address; null when it has no lease, or its file names nobody.</summary>
    /// <exception cref="LinuxException">The file could not be read.</exception>
    public LeaseOwner? FindOwner(IPAddress address) =>
        _files.ReadText(address.ToString(), LongestContent) is { } text ? LeaseOwner.Parse(text) : null;

    /// <summary>Removes a lease; one that is gone is fine.</summary>
    /// <exception cref="LinuxException">The file could not be removed.</exception>
    public void Remove(IPAddress address) => _files.Remove(address.ToString());

    /// <summary>The addresses that have a lease. The lock, the round robin's files and anything else that is no address are left out.</summary>
    /// <exception cref="LinuxException">The folder could not be read.</exception>
    public List<IPAddress> Addresses()
    {
        var addresses = new List<IPAddress>();
        foreach (var name in _files.Names())
        {
            if (IpPrefix.TryParseAddress(name, out var address))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    /// <summary>The address a set gave last; null when it gave none, or the file is torn.</summary>
    public IPAddress? ReadLast(int set) =>
        IpPrefix.TryParseAddress(_files.ReadText(LastFile(set), LongestContent)?.Trim(), out var address) ? address : null;

    public void WriteLast(int set, IPAddress address) => _files.Write(LastFile(set), Encoding.ASCII.GetBytes(address.ToString()));

    /// <summary>Sets the folder's modification time.</summary>
    /// <param name="nanoseconds">The time, in nanoseconds since 1970.</param>
    /// <exception cref="LinuxException">It could not be set.</exception>
    public void SetModified(long nanoseconds) => _files.SetModified(nanoseconds);

    /// <summary>Why nothing can be written here.</summary>
    /// <returns>The system's words; null when it can.</returns>
    public string? ExplainUnwritable() => _files.ExplainUnwritable();

    public void Dispose() => _files.Dispose();

    private static string LastFile(int set) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{LastReservedPrefix}{set}");
}
