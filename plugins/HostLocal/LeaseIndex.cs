using System.Net;
using CniChain.Linux;

namespace CniChain.Plugins.HostLocal;

/// <summary>
/// One call's way from an owner to its leases, without reading every file: through what the host remembers of the folder. The lease files
/// stay the truth.
/// </summary>
/// <remarks>
/// The reference plugin, a call in the foreground or another host may work on the same folder, and none of them knows of this memory. So
/// after each change the folder's modification time is set to one that it never had before, and remembered; any creation or removal by
/// somebody else changes it, and then the files are read anew. (The kernel's own time stamps are as coarse as its tick and would hide a
/// change within the same one.) Writing last_reserved_ip does not touch the folder. A process that has no memory yet begins with what another
/// left (<see cref="LeaseSnapshot"/>), if that is of the folder's present state.
/// </remarks>
internal sealed class LeaseIndex
{
    private readonly LeaseFolder _leases;
    private readonly RememberedLeases _memory;
    private readonly CniContext _context;
    private readonly FolderState _found;
    private readonly bool _isFirst;
    private bool _isRead;
    private bool _isWhole;

    /// <summary>Looks at a lease folder.</summary>
    /// <param name="leases">The folder, locked.</param>
    /// <param name="memory">What is remembered of it.</param>
    /// <param name="context">The call: its clock and its log.</param>
    public LeaseIndex(LeaseFolder leases, RememberedLeases memory, CniContext context)
    {
        _leases = leases;
        _memory = memory;
        _context = context;
        _found = leases.State;
        _isFirst = memory.State is null;
        if (_isFirst)
        {
            LeaseSnapshot.Load(context.StateDirectory, _found, memory);
        }

        _isRead = _isWhole = memory.State == _found;
        WasChanged = !_isRead;
    }

    /// <summary>Somebody else has changed the folder, or nothing was remembered of it.</summary>
    public bool WasChanged { get; }

    /// <summary>The leases of an owner, each looked up in its file.</summary>
    /// <exception cref="LinuxException">The folder, or a file that may be the owner's, could not be read.</exception>
    public List<IPAddress> Find(LeaseOwner owner)
    {
        if (!_isRead)
        {
            Read();
        }

        return _memory.Of(owner).FindAll(address => _leases.FindOwner(address) == owner);
    }

    /// <summary>Notes leases whose files were created.</summary>
    public void Add(LeaseOwner owner, IReadOnlyList<IPAddress> addresses)
    {
        foreach (var address in addresses)
        {
            _memory.Add(owner, address);
        }

        Keep();
    }

    /// <summary>Notes leases whose files were removed.</summary>
    public void Remove(LeaseOwner owner, IReadOnlyList<IPAddress> addresses)
    {
        foreach (var address in addresses)
        {
            Forget(owner, address);
        }

        Keep();
    }

    /// <summary>Notes one of several leases whose files are being removed; <see cref="Keep"/> when all are.</summary>
    public void Forget(LeaseOwner owner, IPAddress address) => _memory.Remove(owner, address);

    /// <summary>The folder was changed by this call, and what is remembered is true of it as it is now.</summary>
    public void Keep()
    {
        if (!_isWhole)
        {
            return;
        }

        // Later than the time found, so that none comes twice, whatever the clock does; and an odd count of 100 ns, which a file system
        // with coarser times, where two changes might look like none, cannot keep.
        var now = (_context.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
        var stamp = (Math.Max(now, (_found.Modified / TimeSpan.NanosecondsPerTick) + 1) | 1) * TimeSpan.NanosecondsPerTick;
        try
        {
            _leases.SetModified(stamp);
            var state = _found with { Modified = stamp };
            _memory.State = state;
            if (_isFirst)
            {
                LeaseSnapshot.Save(_context.StateDirectory, state, _memory);
            }
        }
        catch (LinuxException e)
        {
            _memory.State = null;
            _context.Log.Warn($"host-local: the next call reads every lease in {_leases.Path} again: {e.Message}");
        }
    }

    private void Read()
    {
        _memory.Clear();
        _isWhole = true;
        foreach (var address in _leases.Addresses())
        {
            try
            {
                if (_leases.FindOwner(address) is { } owner)
                {
                    _memory.Add(owner, address);
                }
            }
            catch (LinuxException e)
            {
                // Somebody else's, most likely: no reason to keep an owner from its own. As long as it is so, nothing is remembered.
                _isWhole = false;
                _context.Log.Warn($"host-local: {e.Message}");
            }
        }

        _isRead = true;
        Keep();
    }
}
