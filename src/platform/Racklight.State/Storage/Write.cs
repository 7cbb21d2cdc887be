namespace Racklight.State.Storage;

/// <summary>A piece of work for the writer; committed together with whatever else is waiting.</summary>
internal abstract class Write
{
    /// <summary>Does it. May run again in a later transaction when this one fails.</summary>
    public abstract void Run(WriteTransaction transaction);

    /// <summary>Called once, after the commit.</summary>
    public abstract void Committed();

    /// <summary>Called once, when it could not be committed.</summary>
    public abstract void Failed(Exception exception);
}

/// <summary>A piece of work with a result that its caller waits for.</summary>
internal sealed class Write<T>(Func<WriteTransaction, T> work) : Write
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    /// <summary>Completes after the commit.</summary>
    public Task<T> Done => _done.Task;

    /// <inheritdoc/>
    public override void Run(WriteTransaction transaction) => _result = work(transaction);

    /// <inheritdoc/>
    public override void Committed() => _done.TrySetResult(_result);

    /// <inheritdoc/>
    public override void Failed(Exception exception) => _done.TrySetException(exception);
}

/// <summary>Work that nobody waits for: taken in batches when nothing urgent is waiting, given up when the database fails.</summary>
internal interface IWriteBehind
{
    /// <summary>True when there is something to write.</summary>
    bool HasWork { get; }

    /// <summary>Writes one batch.</summary>
    void WriteBatch(WriteTransaction transaction);

    /// <summary>The batch was committed.</summary>
    void BatchCommitted();

    /// <summary>The batch was lost.</summary>
    void BatchFailed();
}
