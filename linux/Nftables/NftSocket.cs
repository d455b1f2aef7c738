using System.Diagnostics.CodeAnalysis;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;
using Tmds.Linux;

namespace CniChain.Linux.Nftables;

/// <summary>A socket to nf_tables: commits transactions and reads the ruleset.</summary>
/// <remarks>It stays in the namespace it is opened in and works from any thread, for one user at a time.</remarks>
public sealed partial class NftSocket : IDisposable
{
    private static readonly NetlinkRequest s_end = NftMessage.End();
    private static readonly NetlinkRequest s_begin = NftMessage.Begin(null);

    private readonly NetlinkSocket _socket;

    private NftSocket(NetlinkSocket socket) => _socket = socket;

    /// <summary>Opens a socket.</summary>
    /// <param name="ns">The namespace whose ruleset it is about; null means the calling thread's.</param>
    /// <exception cref="LinuxException">The socket could not be opened, or the namespace not be entered.</exception>
    public static NftSocket Open(NetworkNamespace? ns = null) => new(NetlinkSocket.Open(NetlinkProtocol.Netfilter, ns));

    /// <summary>Carries out a batch: all of it, or nothing.</summary>
    /// <remarks>
    /// A batch of elements alone, without a generation, goes to the kernel together with those of other sockets of this process in the
    /// same namespace that meet it there. When the kernel refuses them together, each goes by itself and has the outcome of its own.
    /// </remarks>
    /// <param name="batch">The changes; an empty batch does nothing.</param>
    /// <param name="generation">
    /// The generation that the batch was made for (see <see cref="GetGeneration"/>); at any other it is refused with ERESTART.
    /// Null commits at whatever generation there is.
    /// </param>
    /// <exception cref="NetlinkException">
    /// The first object refused, named: <c>add element inet t ports4 tcp . 8080: File exists (EEXIST)</c>.
    /// </exception>
    public void Commit(NftBatch batch, uint? generation = null)
    {
        if (!TryCommit(batch, out var error, generation))
        {
            throw error;
        }
    }

    /// <summary>As <see cref="Commit"/>, without the cost of an exception where a refusal is expected (EEXIST, EBUSY, ERESTART).</summary>
    /// <param name="batch">The changes.</param>
    /// <param name="error">The first object refused, when false is returned.</param>
    /// <param name="generation">See <see cref="Commit"/>.</param>
    public bool TryCommit(
        NftBatch batch, [NotNullWhen(false)] out NetlinkException? error, uint? generation = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        error = null;
        if (batch.Count == 0)
        {
            return true;
        }

        return generation is null && batch.IsElementsOnly && _socket.Namespace is { } ns
            ? TryCommitTogether(batch, ns, out error)
            : TryCommitAlone(batch, out error, generation);
    }

    /// <summary>The ruleset's generation: a number that every commit in this namespace, anybody's, changes.</summary>
    public uint GetGeneration() =>
        _socket.Get(
            NftMessage.Get(NftMessageType.GetGen, null, "get ruleset generation"),
            static message => NftParser.Required(message, GenerationAttribute.Id).AsUInt32BigEndian());

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private bool TryCommitAlone(NftBatch batch, [NotNullWhen(false)] out NetlinkException? error, uint? generation)
    {
        var begin = generation is null ? s_begin : NftMessage.Begin(generation);
        var failures = _socket.TryExecute(batch.Frame(begin, s_end));
        error = failures.Count > 0 ? batch.Explain(failures[0]) : null;
        return error is null;
    }

    private static bool IsAbsent(NetlinkException error) => error.Errno == LibC.ENOENT;
}
