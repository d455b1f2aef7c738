namespace CniChain;

/// <summary>What a resident host offers to an <see cref="IResidentPlugin"/>. Usable from any thread.</summary>
public interface IResidentHost
{
    /// <summary>The plugin's own folder for what outlives the host, as <see cref="CniContext.DataDirectory"/>; it may not exist yet.</summary>
    string DataDirectory { get; }

    /// <summary>Lines for the host's log.</summary>
    ICniLog Log { get; }

    /// <summary>The clock.</summary>
    TimeProvider Time { get; }

    /// <summary>
    /// Changes the result that the host has recorded for an attachment, so that CHECK and DEL go by what is now true. Waits for its turn:
    /// no operation on the container runs meanwhile.
    /// </summary>
    /// <param name="attachment">The attachment.</param>
    /// <param name="change">Makes the new result of the recorded one; called once for every record of the attachment.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was a record: none when the runtime calls plugins one by one without the host's chain, or after DEL.</returns>
    Task<bool> UpdateResultAsync(Attachment attachment, Func<CniResult, CniResult> change, CancellationToken cancellationToken);
}
