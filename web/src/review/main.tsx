import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ReviewPage } from './ReviewPage.tsx';
import '../shared/base.css';
import './review.css';
import './stage/stage.css';
import './form/form.css';
import './parts.css';

const root = document.getElementById('root');
if (!root) throw new Error('Expected an element #root in review.html but found none');

const reviewId = window.location.pathname.split('/').filter(Boolean).at(-1) ?? '';
// The key is the fragment of the link: the browser keeps it to itself until this page sends it as a header.
const token = window.location.hash.slice(1);

createRoot(root).render(
  <StrictMode>
    <ReviewPage reviewId={reviewId} token={token} />
  </StrictMode>,
);
