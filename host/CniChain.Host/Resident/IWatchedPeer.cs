namespace CniChain.Host.Resident;

/// <summary>The caller of one operation; see <see cref="PeerWatch"/>. Disposing ends the watch.</summary>
internal interface IWatchedPeer : IAsyncDisposable
{
    /// <summary>Looks at this moment; what is found to have gone is cancelled as by the watch.</summary>
    bool HasGone();
}
